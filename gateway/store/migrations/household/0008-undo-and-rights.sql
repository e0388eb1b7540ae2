-- `reopened`: when a refusal or withdrawal was undone, so that the request waits for an answer again; it shares nothing.
-- `closed`: its device or recipient was removed; whoever has that name later is somebody else, and nothing is restored.
ALTER TABLE consents ADD COLUMN reopened INTEGER;
ALTER TABLE consents ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

-- Names that devices had which a person forgot, as keyed hashes: none of them is issued again by itself.
CREATE TABLE forgotten_names (mark BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- What the household asked a recipient about its rights, and what became of it. `agreed` and `receipts` are JSON; `notice`
-- and `receipts` are names that this recipient alone knows, and go when it is removed. Days are the household's.
CREATE TABLE rights_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient TEXT NOT NULL,
  name TEXT NOT NULL,
  contact TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('erasure', 'opt-out')),
  agreed TEXT NOT NULL,
  receipts TEXT NOT NULL,
  asked INTEGER NOT NULL,
  due INTEGER NOT NULL,
  sealed INTEGER NOT NULL,
  notice TEXT UNIQUE,
  delivered INTEGER,
  answer TEXT CHECK (answer IN ('done', 'partly', 'refused', 'wrote back')),
  answered TEXT,
  note TEXT
) STRICT;

-- The entries that people look through: all but the hourly summaries, which are what left and not what was changed.
-- Bytes that somebody tampered with are in none; the verifier finds them.
CREATE INDEX ledger_changes ON ledger_payloads (seq)
WHERE CASE WHEN json_valid(CAST(bytes AS TEXT))
  THEN json_extract(CAST(bytes AS TEXT), '$.type') NOT IN ('connections', 'release.summary') ELSE 0 END;
CREATE INDEX ledger_changes_by_recipient ON ledger_payloads (
  coalesce(
    json_extract(CAST(bytes AS TEXT), '$.recipient'),
    json_extract(CAST(bytes AS TEXT), '$.is.recipient'),
    json_extract(CAST(bytes AS TEXT), '$.was.recipient')
  ),
  seq
)
WHERE CASE WHEN json_valid(CAST(bytes AS TEXT))
  THEN json_extract(CAST(bytes AS TEXT), '$.type') NOT IN ('connections', 'release.summary') ELSE 0 END;
CREATE INDEX ledger_changes_by_device ON ledger_payloads (
  coalesce(
    json_extract(CAST(bytes AS TEXT), '$.device'),
    json_extract(CAST(bytes AS TEXT), '$.is.device'),
    json_extract(CAST(bytes AS TEXT), '$.was.device')
  ),
  seq
)
WHERE CASE WHEN json_valid(CAST(bytes AS TEXT))
  THEN json_extract(CAST(bytes AS TEXT), '$.type') NOT IN ('connections', 'release.summary') ELSE 0 END;
-- Which entries were erased stands in these.
CREATE INDEX ledger_erasures ON ledger_payloads (seq)
WHERE CASE WHEN json_valid(CAST(bytes AS TEXT))
  THEN json_extract(CAST(bytes AS TEXT), '$.type') = 'payloads.erased' ELSE 0 END;
