const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'an iPhone'],
  [/iPad/, 'an iPad'],
  [/Android.*Mobile/, 'an Android phone'],
  [/Android/, 'an Android tablet'],
  [/CrOS/, 'a Chromebook'],
  [/Windows/, 'a Windows computer'],
  [/Macintosh/, 'a Mac'],
  [/Linux/, 'a Linux computer'],
];
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Firefox|FxiOS/, 'Firefox'],
  [/Edg/, 'Edge'],
  [/OPR/, 'Opera'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** What signed in, in words for people; nothing finer is kept of what a browser says about itself. */
export function deviceWords(userAgent: string): string {
  const said = userAgent.slice(0, 512);
  const system = SYSTEMS.find(([pattern]) => pattern.test(said))?.[1];
  const browser = BROWSERS.find(([pattern]) => pattern.test(said))?.[1];
  if (system === undefined) return 'a program';
  return browser === undefined ? system : `${browser} on ${system}`;
}
