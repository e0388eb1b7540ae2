/**
 * What the household's pages are called: the first part of their path. The hub serves these and no others, `ui/pages.ts`
 * says what each shows, and the tests look at each of them.
 */
export const PAGE_NAMES = [
  '',
  'welcome',
  'requests',
  'devices',
  'connect',
  'left',
  'stayed',
  'more',
  'recipients',
  'budget',
  'activity',
  'people',
  'data',
  'settings',
  'help',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];
