/** Parts with their lengths, so that no two lists make the same text. */
export function lengthSafe(parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) joined += `${part.length}:${part}|`;
  return joined;
}

/** The parts that `lengthSafe` made a text of; none where it made no such text. */
export function partsOf(joined: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < joined.length; ) {
    const colon = joined.indexOf(':', at);
    const length = colon < 0 ? '' : joined.slice(at, colon);
    const end = colon + 1 + Number(length);
    if (!/^\d+$/.test(length) || joined[end] !== '|') return [];
    parts.push(joined.slice(colon + 1, end));
    at = end + 1;
  }
  return parts;
}

/** The map’s entry, made where there is none. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
