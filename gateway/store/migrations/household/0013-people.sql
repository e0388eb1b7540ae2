-- Who may ask the hub. `passphrase` is Argon2id in PHC's string format. Whoever left stays by name, since history names
-- them, without a passphrase.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'adult', 'viewer')),
  passphrase TEXT,
  since INTEGER NOT NULL,
  left INTEGER,
  CHECK ((passphrase IS NULL) = (left IS NOT NULL))
) STRICT, WITHOUT ROWID;
-- By which name somebody signs in; spelling does not tell two apart.
CREATE UNIQUE INDEX people_by_name ON people (name COLLATE NOCASE) WHERE left IS NULL;

-- Places where somebody is signed in. `id` is the SHA-256 of what the cookie holds; `used` is a day, and no finer.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES people (id),
  device TEXT NOT NULL,
  begun INTEGER NOT NULL,
  typed INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes that are good once: of the hub itself (`setup`), or an invitation. `mark` is an HMAC under a wrapped key.
CREATE TABLE codes (
  mark BLOB PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation')),
  role TEXT NOT NULL CHECK (role IN ('owner', 'adult', 'viewer')),
  until INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A household that shared before there were people goes on as it agreed to, also before somebody claims the hub.
INSERT INTO meta (key, value) SELECT 'shares unclaimed', 'it shared before there were people' WHERE EXISTS (SELECT 1 FROM consents);
