-- The household's answers to what recipients want to be able to make devices do, in the order they were made; of those
-- about one command of one recipient for one device the last one counts. `terms` is what it is an answer to, as JSON.
CREATE TABLE allowances (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  command TEXT NOT NULL,
  device TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn', 'expired')),
  since INTEGER NOT NULL,
  until INTEGER,
  ended INTEGER,
  schedule TEXT,
  terms TEXT NOT NULL
) STRICT;

-- The highest sequence number of each recipient's commands, and the latest instant at which one was looked at: a clock
-- that shows less than that is behind. Neither ever goes down.
CREATE TABLE command_sequences (
  recipient TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  looked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER command_sequences_only_up BEFORE UPDATE ON command_sequences
WHEN NEW.seq <= OLD.seq OR NEW.looked < OLD.looked
BEGIN SELECT RAISE(ABORT, 'a command sequence only goes up'); END;

-- Genuine commands of the last hour: what has come is not looked at again, and what was delivered counts towards the
-- device's rate, also after a restart. `device` is NULL for one that reached none.
CREATE TABLE commands_looked_at (
  recipient TEXT NOT NULL,
  jti TEXT NOT NULL,
  device TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (recipient, jti)
) STRICT, WITHOUT ROWID;
CREATE INDEX commands_looked_at_by_time ON commands_looked_at (at);

-- What did not reach a device, by hour and reason; `summed` once it stands in the ledger.
CREATE TABLE commands_stopped (
  recipient TEXT NOT NULL,
  hour INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('refused', 'withheld')),
  because TEXT NOT NULL,
  count INTEGER NOT NULL,
  summed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (recipient, hour, what, because)
) STRICT, WITHOUT ROWID;
