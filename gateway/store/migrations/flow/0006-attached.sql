-- What brokers that the hub reads along on said at QoS 1, written with what it led to: by this a message that comes again
-- is known. `mark` is an HMAC under a wrapped key.
CREATE TABLE attached_said (
  broker TEXT NOT NULL,
  number INTEGER NOT NULL,
  packet INTEGER NOT NULL,
  mark BLOB NOT NULL,
  PRIMARY KEY (broker, number)
) STRICT, WITHOUT ROWID;
