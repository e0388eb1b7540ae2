export const readingStatements = {
  'route block put': 'INSERT OR REPLACE INTO route_block (one, states) VALUES (1, deflated(?))',
  'route block': 'SELECT inflated(states) AS states FROM route_block',
  'route change add': 'INSERT INTO route_changes (change) VALUES (?)',
  'route changes': 'SELECT change FROM route_changes ORDER BY id',
  'route changes delete': 'DELETE FROM route_changes',
  'spend add': `INSERT INTO spends (recipient, day, way, epsilon) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET epsilon = epsilon + excluded.epsilon`,
  'spends trim': 'DELETE FROM spends WHERE day <= ? - 31',
  spends: 'SELECT recipient, day, way, epsilon FROM spends ORDER BY day',
  'forfeited put': `INSERT INTO forfeited (one, day) VALUES (1, ?)
    ON CONFLICT DO UPDATE SET day = max(day, excluded.day)`,
  forfeited: 'SELECT day FROM forfeited',
  'quarantine add': 'INSERT INTO quarantine (at, source, reason, shape) VALUES (?, ?, ?, ?)',
  'quarantine trim': 'DELETE FROM quarantine WHERE at < ? OR id <= (SELECT max(id) FROM quarantine) - 1000',
  'quarantine forget': 'DELETE FROM quarantine WHERE source = ?',
  'quarantine list': 'SELECT at, source, reason, shape FROM quarantine ORDER BY id DESC LIMIT ?',
  'stayed add': `INSERT INTO stayed (day, device, field, reason, recipient, count) VALUES (?, ?, ?, ?, '', ?)`,
  'stayed list': `SELECT day, device, field, reason, recipient, count FROM stayed WHERE day >= ?
    ORDER BY day, device, field`,
  'outbox withheld list': `SELECT day, recipient, reason, sum(count) AS count FROM stayed
    WHERE day >= ? AND recipient <> '' GROUP BY day, recipient, reason ORDER BY day`,
} as const;
