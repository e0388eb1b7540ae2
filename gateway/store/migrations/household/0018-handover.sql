-- When a person was last shown a credential's password; absent where it went to the device alone. What was made before is
-- taken to have been shown.
ALTER TABLE clients ADD COLUMN shown INTEGER;
UPDATE clients SET shown = added;

-- A third kind: what an installer hands the household, to claim the hub with.
CREATE TABLE codes_anew (
  mark BLOB PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'handover', 'invitation')),
  role TEXT NOT NULL CHECK (role IN ('owner', 'adult', 'viewer')),
  until INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO codes_anew SELECT mark, kind, role, until, tries FROM codes;
DROP TABLE codes;
ALTER TABLE codes_anew RENAME TO codes;
