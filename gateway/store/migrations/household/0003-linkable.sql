-- Streams for which the household chose a code that stays, so that the recipient can follow it for ever.
CREATE TABLE linkable_streams (
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  PRIMARY KEY (recipient, purpose)
) STRICT, WITHOUT ROWID;
