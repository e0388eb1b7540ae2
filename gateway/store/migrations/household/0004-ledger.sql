-- The household's ledger: an RFC 6962 tree whose leaves are a number and a salted commitment, and nothing else.
-- The triggers keep the program, and whoever uses it, from changing what was written. They do not stop somebody who
-- owns the file: that is what the verifier and checkpoints kept elsewhere are for.
CREATE TABLE ledger_leaves (
  seq INTEGER PRIMARY KEY,
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;

-- The hashes of whole subtrees of 2^level leaves, from level 1 up: the tree's right edge, and what proofs are made of.
CREATE TABLE ledger_nodes (
  level INTEGER NOT NULL CHECK (level > 0),
  position INTEGER NOT NULL CHECK (position >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

-- What an entry says, with the salt of its commitment. A row that is deleted is erased for good: the leaf stays, and
-- without the salt nobody can try out what it said.
CREATE TABLE ledger_payloads (
  seq INTEGER PRIMARY KEY REFERENCES ledger_leaves (seq),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  bytes BLOB NOT NULL
) STRICT;

-- The newest checkpoint, a C2SP signed note, and the key it is signed by.
CREATE TABLE ledger_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key TEXT NOT NULL,
  checkpoint TEXT NOT NULL
) STRICT;

CREATE TRIGGER ledger_leaves_no_update BEFORE UPDATE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_leaves_no_delete BEFORE DELETE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- Also INSERT OR REPLACE, which deletes without asking the trigger above.
CREATE TRIGGER ledger_leaves_in_order BEFORE INSERT ON ledger_leaves
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM ledger_leaves)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER ledger_nodes_no_update BEFORE UPDATE ON ledger_nodes
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_nodes_no_delete BEFORE DELETE ON ledger_nodes
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_nodes_once BEFORE INSERT ON ledger_nodes
WHEN EXISTS (SELECT 1 FROM ledger_nodes WHERE level = NEW.level AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER ledger_payloads_no_update BEFORE UPDATE ON ledger_payloads
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- Only the newest leaf gets a payload, and once: nothing that was erased comes back.
CREATE TRIGGER ledger_payloads_once BEFORE INSERT ON ledger_payloads
WHEN NEW.seq IS NOT (SELECT max(seq) FROM ledger_leaves)
  OR EXISTS (SELECT 1 FROM ledger_payloads WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
