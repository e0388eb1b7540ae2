-- What was taken in at QoS 1 and 2, a row for each commit that holds what was said: by these checksums a message that a
-- client sends again is known. `said` is pairs of 64-bit numbers, little-endian.
CREATE TABLE broker_taken (
  number INTEGER PRIMARY KEY,
  said BLOB NOT NULL
) STRICT;
