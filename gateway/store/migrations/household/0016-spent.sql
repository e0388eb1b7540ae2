-- The most that is known to be disclosed to a recipient on a day of the home's accounting time, in millionths of ε: what flow.db says is held
-- against it, which may be of an older backup. Each row stands in the ledger, too.
CREATE TABLE spent (
  recipient TEXT NOT NULL,
  day INTEGER NOT NULL,
  epsilon INTEGER NOT NULL,
  PRIMARY KEY (recipient, day)
) STRICT, WITHOUT ROWID;
