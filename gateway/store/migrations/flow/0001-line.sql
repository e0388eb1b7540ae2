-- Open windows and thinning marks, one row per route; rewritten in the commit that holds a reading's effect.
CREATE TABLE route_state (
  route TEXT PRIMARY KEY,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What could not be understood: a reason and a shape, never a value or a topic. Kept 7 days and at most 1,000 rows.
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  shape TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_at ON quarantine (at);

-- What stayed home, as counts by day (UTC), device, field and reason.
CREATE TABLE stayed (
  day TEXT NOT NULL,
  device TEXT NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, device, field, reason)
) STRICT, WITHOUT ROWID;
