import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSPHRASE } from '../api.ts';
import { type Asked, openAsked, shot, TIPS } from './deciding.ts';
import { visit } from './visits.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await openAsked();
}, 60_000);
afterAll(() => asked.stop());

test('in a German browser a decision is German from the first word to the last, and the record says what was read', async () => {
  const { page } = await visit(asked.browser, asked.api, { language: 'de-DE', width: 320 });
  await page.goto('/');
  await page.getByLabel('Ihr Name').fill('Anna');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('heading', { level: 1, name: 'Start' }).waitFor();
  await page.goto(TIPS);
  await page.getByRole('button', { name: 'So teilen' }).waitFor();
  const text = await page.locator('main').innerText();
  await shot(page, 'decision-de-320');
  for (const said of [
    'Acme Heating fragt nach',
    'Was hinausgeht',
    '— sagt Acme Heating',
    'versiegelt, sodass nur Acme Heating',
  ])
    expect(text).toContain(said);
  expect(text).not.toMatch(/\b(asks for|household|What leaves|every|nothing|says)\b/);
  await page.getByRole('button', { name: 'So teilen' }).click();
  const passphrase = page.getByRole('dialog').getByLabel('Passphrase', { exact: true });
  await expect
    .poll(async () => (asked.answers().length > 0 ? 'answered' : (await passphrase.isVisible()) ? 'asked' : ''))
    .not.toBe('');
  if (await passphrase.isVisible()) {
    await passphrase.fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Weiter' }).click();
  }
  await expect.poll(() => asked.answers().length).toBeGreaterThan(0);
  const [record] = asked.house.hub.receipts.all();
  expect(record?.words).toMatchObject({ language: 'de', title: 'Acme Heating fragt nach temperature und heating' });
  for (const { text: row } of record?.words?.rows ?? [])
    expect(text.replaceAll(/\s+/g, ' ')).toContain(row.slice(0, 30));
}, 60_000);
