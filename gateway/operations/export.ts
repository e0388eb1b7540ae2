import { strToU8, zipSync } from 'fflate';

/** One zip: each part as JSON for machines, and all of it as a page that any browser opens, without a script or a link. */
export function exported(parts: Readonly<Record<string, unknown>>): Buffer {
  const files: Record<string, Uint8Array> = { 'index.html': strToU8(page(parts)) };
  for (const [name, value] of Object.entries(parts)) {
    files[`${name.replaceAll(' ', '-')}.json`] = strToU8(`${JSON.stringify(value, null, 2)}\n`);
  }
  return Buffer.from(zipSync(files));
}

function page(parts: Readonly<Record<string, unknown>>): string {
  const sections = Object.entries(parts).map(
    ([name, value]) => `<section><h2>${escaped(name)}</h2>${shown(value)}</section>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Your home at Hearthgate</title>
<style>body{font:17px/1.5 system-ui;max-width:66rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ccc}</style>
<h1>Everything this hub knows about your household</h1>
<p>The same is in the files beside this page, for machines. Keys and passwords are left out.</p>
${sections.join('\n')}</html>
`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '<p>Nothing.</p>';
    if (value.every((each) => typeof each !== 'object')) return `<p>${value.map(escaped).join(', ')}</p>`;
    return value.map((each) => shown(each)).join('');
  }
  if (typeof value !== 'object' || value === null) return `<p>${escaped(value)}</p>`;
  const rows = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(
      ([key, each]) =>
        `<tr><th>${escaped(key)}</th><td>${typeof each === 'object' ? shown(each) : escaped(each)}</td></tr>`,
    );
  return `<table>${rows.join('')}</table>`;
}

/** What devices and companies say is text, whatever it looks like. */
function escaped(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
