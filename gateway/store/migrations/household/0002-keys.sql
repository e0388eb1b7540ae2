-- Wrapped keys (AES-256-GCM under the root key, which is not in any database) by name.
CREATE TABLE keys (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- What one recipient knows of this home: all of it random and its own. Filled by recipients/.
-- `ended_version` is the manifest version at which the recipient said that it takes nothing more (HTTP 410).
CREATE TABLE homes (
  recipient TEXT PRIMARY KEY,
  home TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL UNIQUE,
  phase INTEGER NOT NULL,
  hello_acknowledged INTEGER NOT NULL DEFAULT 0,
  ended_version INTEGER
) STRICT, WITHOUT ROWID;

-- One row per recipient × purpose × epoch: the stream id, the first sequence number and the wrapped pseudonym key.
-- `stable` epochs never end: the household chose that this stream may be followed for ever.
CREATE TABLE epochs (
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  epoch TEXT NOT NULL,
  stream TEXT NOT NULL UNIQUE,
  stable INTEGER NOT NULL DEFAULT 0,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (recipient, purpose, epoch)
) STRICT, WITHOUT ROWID;
CREATE INDEX epochs_by_time ON epochs (recipient, purpose, stable, starts);

-- The name one consent has in one stream epoch's batches; another in every other.
CREATE TABLE receipts (
  consent TEXT NOT NULL,
  epoch TEXT NOT NULL,
  receipt TEXT NOT NULL UNIQUE,
  PRIMARY KEY (consent, epoch)
) STRICT, WITHOUT ROWID;
