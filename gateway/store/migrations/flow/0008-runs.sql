-- What one commit queued of one field of one device under one consent stands in one row: `records` of them, and where
-- there are several, `run` as JSON: [starts, ends, shaped] of each. Then `starts` and `ends` span them all, and `shaped`
-- is the first. `bytes` are those of all their shaped values.
ALTER TABLE outbox_records ADD COLUMN records INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outbox_records ADD COLUMN run TEXT;
ALTER TABLE outbox_records ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE outbox_records SET bytes = length(CAST(shaped AS BLOB));
