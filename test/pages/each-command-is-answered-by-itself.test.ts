import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from './browser.ts';
import { type Asked, openAsked, shot } from './deciding.ts';
import { visit } from './visits.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await openAsked();
});
afterAll(() => asked.stop());

const allowances = () =>
  Object.fromEntries(asked.house.hub.allowances.all().map(({ command, state }) => [command, state]));

test('a command is refused on its card, another allowed after a look and taken back, and the rest wait', async () => {
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Anna', '/requests');
  const card = (command: string) => page.getByRole('article', { name: `“${command}”` });
  await card('boost').getByRole('button', { name: 'Don’t allow' }).click();
  await page.getByText('Acme Heating may not do this.').waitFor();
  await card('boost').waitFor({ state: 'detached' });
  expect(allowances()).toEqual({ boost: 'refused' });
  await card('set-target').getByRole('link', { name: 'See and decide' }).click();
  await page.getByRole('heading', { level: 1, name: 'Acme Heating wants to make thermostat do something' }).waitFor();
  await page.getByText('until Wednesday 2 December 2026').waitFor();
  await shot(page, 'command');
  await page.getByRole('button', { name: 'Allow this' }).click();
  await page.getByText('Allowed for 30 days.').waitFor();
  expect(allowances()).toEqual({ boost: 'refused', 'set-target': 'given' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Your household allowed this and took it back.').waitFor();
  expect(allowances()).toEqual({ boost: 'refused', 'set-target': 'withdrawn' });
  await card('open-valve').waitFor();
});
