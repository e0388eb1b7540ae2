-- What changed routes since the block, in order of id: `[route, value, at, now, ...]`, a route once written out and then by its
-- number, or an object of states. A thousand readings of as many devices are a tenth of the states that they lead to.
CREATE TABLE route_changes (
  id INTEGER PRIMARY KEY,
  change TEXT NOT NULL
) STRICT;
INSERT INTO route_changes (change)
  SELECT json_object(route, json(state)) FROM route_state
  WHERE number >= coalesce((SELECT number FROM route_block), 0);
DROP TABLE route_state;
ALTER TABLE route_block DROP COLUMN number;
