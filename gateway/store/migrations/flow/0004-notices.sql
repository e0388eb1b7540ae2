-- What is to be told to a recipient at its next slot; it stays until it is acknowledged.
CREATE TABLE outbox_notices (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  type TEXT NOT NULL,
  jti TEXT NOT NULL UNIQUE,
  -- The slot's instant.
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_notices_recipient ON outbox_notices (recipient, id);

-- What each recipient was last told about each of its requests, so that it is told what is different and nothing twice.
CREATE TABLE outbox_told (
  recipient TEXT NOT NULL,
  request TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (recipient, request)
) STRICT, WITHOUT ROWID;
