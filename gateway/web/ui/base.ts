/**
 * What stands before every path of the pages: nothing at the hub's own address, and inside Home Assistant the path that it
 * shows them under. This part itself lies in `assets` below it.
 */
export const BASE = new URL(import.meta.url).pathname.replace(/\/assets\/[^/]*$/, '');
