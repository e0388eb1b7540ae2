-- What the broker owes its clients across a restart. Memory is what is read; these rows only follow it.
CREATE TABLE broker_retained (
  topic TEXT PRIMARY KEY,
  qos INTEGER NOT NULL,
  payload BLOB NOT NULL,
  -- JSON of what only some messages have: MQTT 5 properties and the time it expires.
  more TEXT
) STRICT;

-- Sessions that outlive their connection, with the credential they belong to.
CREATE TABLE broker_sessions (
  client_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  -- Seconds after `left_at`; 4294967295 is never.
  expires_after INTEGER NOT NULL,
  -- NULL while connected.
  left_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE broker_subscriptions (
  client_id TEXT NOT NULL,
  filter TEXT NOT NULL,
  qos INTEGER NOT NULL,
  more TEXT,
  PRIMARY KEY (client_id, filter)
) STRICT, WITHOUT ROWID;

-- Messages of QoS 1 and 2 on their way to a session; ids are given by the broker, in order.
CREATE TABLE broker_outgoing (
  id INTEGER PRIMARY KEY,
  client_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  qos INTEGER NOT NULL,
  retain INTEGER NOT NULL,
  payload BLOB NOT NULL,
  more TEXT,
  -- QoS 2 only: a message that was sent must be sent again under the same identifier (MQTT-4.4.0-1).
  message_id INTEGER,
  released INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX broker_outgoing_by_client ON broker_outgoing (client_id);

-- QoS 2 messages that were taken in and not yet released by their sender: never taken in twice (MQTT-4.3.3-2).
CREATE TABLE broker_incoming (
  client_id TEXT NOT NULL,
  message_id INTEGER NOT NULL,
  PRIMARY KEY (client_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE broker_wills (
  client_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  topic TEXT NOT NULL,
  qos INTEGER NOT NULL,
  retain INTEGER NOT NULL,
  payload BLOB NOT NULL,
  more TEXT
) STRICT;
