-- What the household set at run time; what is not here has its default.
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- How far what happened in flow.db stands summed in the ledger, changed in the transaction of the entries: a departure
-- or connection up to `number` is in an entry, none after it is. `until` is the instant up to which the last entry tells.
CREATE TABLE ledger_summed (
  what TEXT PRIMARY KEY CHECK (what IN ('departures', 'connections')),
  number INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
