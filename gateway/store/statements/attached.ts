export const attachedStatements = {
  'attached said': 'INSERT INTO attached_said (broker, number, packet, mark) VALUES (?, ?, ?, ?)',
  'attached said trim': 'DELETE FROM attached_said WHERE broker = ? AND number <= ?',
  'attached said forget': 'DELETE FROM attached_said WHERE broker = ?',
  'attached said list': 'SELECT number, packet, mark FROM attached_said WHERE broker = ? ORDER BY number',
} as const;
