export const brokerStatements = {
  'broker retained put': 'INSERT OR REPLACE INTO broker_retained (topic, qos, payload, more) VALUES (?, ?, ?, ?)',
  'broker retained delete': 'DELETE FROM broker_retained WHERE topic = ?',
  'broker retained disown': `UPDATE broker_retained SET more = json_remove(more, '$.owner')
    WHERE json_extract(more, '$.owner') = ?`,
  'broker retained list': 'SELECT topic, qos, payload, more FROM broker_retained',
  'broker session put':
    'INSERT OR REPLACE INTO broker_sessions (client_id, owner, expires_after, left_at) VALUES (?, ?, ?, ?)',
  'broker session delete': 'DELETE FROM broker_sessions WHERE client_id = ?',
  'broker sessions': 'SELECT client_id, owner, expires_after, left_at FROM broker_sessions',
  'broker subscription put':
    'INSERT OR REPLACE INTO broker_subscriptions (client_id, filter, qos, more) VALUES (?, ?, ?, ?)',
  'broker subscription delete': 'DELETE FROM broker_subscriptions WHERE client_id = ? AND filter = ?',
  'broker subscriptions delete': 'DELETE FROM broker_subscriptions WHERE client_id = ?',
  'broker subscriptions': 'SELECT client_id, filter, qos, more FROM broker_subscriptions',
  'broker outgoing put': `INSERT OR REPLACE INTO broker_outgoing (id, client_id, topic, qos, retain, payload, more)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  'broker outgoing sent': 'UPDATE broker_outgoing SET message_id = ?, released = ? WHERE id = ?',
  'broker outgoing delete': 'DELETE FROM broker_outgoing WHERE id = ?',
  'broker outgoing delete all': 'DELETE FROM broker_outgoing WHERE client_id = ?',
  'broker outgoing list': `SELECT id, client_id, topic, qos, retain, payload, more, message_id, released
    FROM broker_outgoing ORDER BY id`,
  'broker incoming put': 'INSERT OR REPLACE INTO broker_incoming (client_id, message_id) VALUES (?, ?)',
  'broker incoming delete': 'DELETE FROM broker_incoming WHERE client_id = ? AND message_id = ?',
  'broker incoming delete all': 'DELETE FROM broker_incoming WHERE client_id = ?',
  'broker incoming list': 'SELECT client_id, message_id FROM broker_incoming',
  'broker taken put': 'INSERT INTO broker_taken (number, said) VALUES (?, ?)',
  'broker taken trim': 'DELETE FROM broker_taken WHERE number < ?',
  'broker taken list': 'SELECT number, said FROM broker_taken ORDER BY number',
  'broker will put': `INSERT OR REPLACE INTO broker_wills (client_id, owner, topic, qos, retain, payload, more)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  'broker will delete': 'DELETE FROM broker_wills WHERE client_id = ?',
  'broker wills forget': 'DELETE FROM broker_wills WHERE owner = ?',
  'broker wills': 'SELECT client_id, owner, topic, qos, retain, payload, more FROM broker_wills',
} as const;
