/** Parts with their lengths, so that no two lists make the same text. */
export function lengthSafe(parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) joined += `${part.length}:${part}|`;
  return joined;
}

/** The map’s entry, made where there is none. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
