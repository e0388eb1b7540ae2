-- Facts about this household's database: who made it (a demo's is refused by a real hub), its install id.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Who may connect: devices, bridges and local apps. Passwords are random (128 bits) and kept as salted SHA-256.
CREATE TABLE clients (
  name TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('device', 'bridge', 'app')),
  dialect TEXT,
  base TEXT,
  salt BLOB NOT NULL,
  password BLOB NOT NULL,
  grants TEXT NOT NULL DEFAULT '[]',
  added INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Devices as the registry issued them. `key` is the ecosystem's name within one client; `canonical` is what pseudonyms
-- are made from: random, so that nothing a device says can choose it.
CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  client TEXT NOT NULL,
  key TEXT NOT NULL,
  canonical TEXT NOT NULL,
  name TEXT,
  dialect TEXT NOT NULL,
  vendor TEXT,
  model TEXT,
  fields TEXT NOT NULL DEFAULT '[]',
  found INTEGER NOT NULL,
  UNIQUE (client, key)
) STRICT, WITHOUT ROWID;

-- Manifests as they were signed, with the key pinned at first use; only the newest version counts.
CREATE TABLE recipients (
  id TEXT PRIMARY KEY,
  pinned TEXT NOT NULL,
  version INTEGER NOT NULL,
  manifest TEXT NOT NULL,
  signed TEXT NOT NULL,
  added INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every choice ever made, in the order it was made; of the records about one ask the last one counts.
CREATE TABLE consents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  request TEXT NOT NULL,
  manifest_version INTEGER NOT NULL,
  device TEXT NOT NULL,
  field TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn', 'expired')),
  form TEXT NOT NULL,
  release TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  union_seen INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX consents_by_ask ON consents (recipient, request, device, field);
