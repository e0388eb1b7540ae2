/**
 * Adds to the CONNACK of an MQTT 5 connection what aedes leaves out: that there are no subscription identifiers
 * (property 41; aedes echoes one of several only, MQTT-3.3.4-4), and corrects the largest packet (property 39). What aedes says itself stays: no shared subscriptions,
 * the largest packet, no topic alias (absent means 0). Other answers and refusals pass unchanged.
 */
export function truthfulConnack(connack: Buffer, packetBytes: number): Buffer {
  // aedes announces one size for all connections; no string can hold these bytes, as NUL is refused in them.
  const size = connack.indexOf(ANNOUNCED);
  if (size >= 0) connack.writeUInt32BE(packetBytes, size + 1);
  // Fixed header (2 while the rest is under 128 bytes), flags, reason code, property length.
  const length = connack[1] ?? 0;
  const properties = connack[4] ?? 0;
  const plain = connack[0] === 0x20 && connack[3] === 0 && connack.length === length + 2 && length < 120;
  if (!plain || properties !== length - 3 || properties > 120) return connack;
  return Buffer.concat([
    Buffer.from([0x20, length + 2, connack[2] ?? 0, 0, properties + 2]),
    connack.subarray(5),
    Buffer.from([41, 0]),
  ]);
}

/** What aedes is told: the largest packet any connection may send. */
export const LARGEST_PACKET = 4 * 1024 * 1024;
const ANNOUNCED = Buffer.from([39, 0, LARGEST_PACKET >> 16, 0, 0]);
