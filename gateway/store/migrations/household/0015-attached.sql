-- Brokers of others that the hub reads along on. The password is a wrapped key; `ca` is PEM, and the only trust where
-- there is one. `version` is what was found to be spoken there (4 is MQTT 3.1.1). Nothing is written there but what
-- `sharing` and `commands` grant.
CREATE TABLE attached_brokers (
  name TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  user TEXT,
  ca TEXT,
  filters TEXT NOT NULL,
  client_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version IN (4, 5)),
  sharing INTEGER NOT NULL DEFAULT 0,
  commands INTEGER NOT NULL DEFAULT 0,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
