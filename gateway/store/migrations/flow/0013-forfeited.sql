-- The last home-day that is not drawn noise for any more, because somebody may have had that of it already.
CREATE TABLE forfeited (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  day TEXT NOT NULL
) STRICT;
