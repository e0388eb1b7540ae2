-- Batches of live requests go over a connection of their own, so that none of them is seen on the one that slots are kept on.
ALTER TABLE outbox_batches ADD COLUMN live INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_batches_released ON outbox_batches (recipient, live, id);
