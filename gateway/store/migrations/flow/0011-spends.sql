-- What noised values disclosed (rules/budget.ts), written with the values themselves. `day` counts the days of the home's
-- accounting time since 1970, `way` is the route and the home-day, `epsilon` is in millionths.
CREATE TABLE spends (
  recipient TEXT NOT NULL,
  day INTEGER NOT NULL,
  way TEXT NOT NULL,
  epsilon INTEGER NOT NULL,
  PRIMARY KEY (recipient, way)
) STRICT, WITHOUT ROWID;
