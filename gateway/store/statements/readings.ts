export const readingStatements = {
  'empty journal': 'PRAGMA wal_checkpoint(TRUNCATE)',
  'route state put': 'INSERT OR REPLACE INTO route_state (route, state) VALUES (?, ?)',
  'route state delete': 'DELETE FROM route_state WHERE route = ?',
  'route states': 'SELECT route, state FROM route_state',
  'quarantine add': 'INSERT INTO quarantine (at, source, reason, shape) VALUES (?, ?, ?, ?)',
  'quarantine trim': 'DELETE FROM quarantine WHERE at < ? OR id <= (SELECT max(id) FROM quarantine) - 1000',
  'quarantine forget': 'DELETE FROM quarantine WHERE source = ?',
  'quarantine list': 'SELECT at, source, reason, shape FROM quarantine ORDER BY id DESC LIMIT ?',
  'stayed add': `INSERT INTO stayed (day, device, field, reason, count) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  'stayed forget': 'DELETE FROM stayed WHERE device IN (SELECT value FROM json_each(?))',
  'stayed list': 'SELECT day, device, field, reason, count FROM stayed WHERE day >= ? ORDER BY day, device, field',
} as const;
