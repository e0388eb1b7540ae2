import { visible } from '../../../../rules/visible.ts';

/** What people call a device: their own name, else the one on the box. */
export function deviceName({ id, name }: { readonly id: string; readonly name?: string }): string {
  return visible(name ?? id);
}

/** A field as words: `window_open` and `windowOpen` both give `window open`. */
export function fieldName(field: string): string {
  return visible(field)
    .replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/[\s._/:-]+/g, ' ')
    .trim();
}

/** What somebody or something is called, as names may be here; `most` characters of it. */
export function asName(called: string, most = 64): string {
  return called
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replaceAll(/^-+|-+$/g, '');
}
