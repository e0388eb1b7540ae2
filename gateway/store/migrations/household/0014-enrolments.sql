-- How recipients took this home. `refused` is NULL where they did not refuse it, and else their reason, empty for none;
-- `linked` is 1 where they took a token that names an account.
CREATE TABLE enrolments (
  recipient TEXT PRIMARY KEY,
  refused TEXT,
  linked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
