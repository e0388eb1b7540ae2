/** A path that is already what it means: no dots, slashes or controls in disguise, and not another host's. */
export function isPlain(url: string): boolean {
  const path = url.replace(/[?#].*$/s, '');
  if (!path.startsWith('/') || /\/\/|[\\;]|[^\x21-\x7e]/.test(path) || /(^|\/)\.{1,2}(\/|$)/.test(path)) return false;
  if (/%(2e|2f|5c|25|[01][0-9a-f]|7f)/i.test(path)) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
