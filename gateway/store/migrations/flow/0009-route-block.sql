-- The states of many routes in one compressed row, for what may wait before it is written: a page instead of many. Of a
-- route that has a row of its own, too, the greater number is the newer.
ALTER TABLE route_state ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
CREATE TABLE route_block (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  -- A deflated JSON object, route to state.
  states BLOB NOT NULL
) STRICT;
