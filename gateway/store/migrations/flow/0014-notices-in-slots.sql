-- Notices go in parts inside the batches of slots: a part waits, is put into a batch, and is gone when that was acknowledged.
CREATE TABLE outbox_notice_parts (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  type TEXT NOT NULL,
  jti TEXT NOT NULL,
  -- From 1 up to `parts`.
  part INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  text TEXT NOT NULL,
  batch INTEGER
) STRICT;
CREATE INDEX outbox_notice_parts_recipient ON outbox_notice_parts (recipient, id);
CREATE INDEX outbox_notice_parts_batch ON outbox_notice_parts (batch) WHERE batch IS NOT NULL;

INSERT INTO outbox_notice_parts (recipient, type, jti, part, parts, text)
WITH RECURSIVE
  whole AS (SELECT id, recipient, type, jti, json_patch(json_object('type', type), body) AS text FROM outbox_notices),
  cut AS (SELECT id, 1 AS part FROM whole
    UNION ALL SELECT id, part + 1 FROM cut JOIN whole USING (id) WHERE part * 1024 < length(text))
SELECT recipient, type, jti, part, (length(text) + 1023) / 1024, substr(text, part * 1024 - 1023, 1024)
FROM cut JOIN whole USING (id) ORDER BY id, part;
DROP TABLE outbox_notices;
