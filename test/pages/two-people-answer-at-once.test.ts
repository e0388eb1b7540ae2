import { afterEach, beforeEach, expect, test } from 'vitest';
import { signIn } from './browser.ts';
import { type Asked, openAsked, TIPS } from './deciding.ts';
import { visit } from './visits.ts';

let asked: Asked;
beforeEach(async () => {
  asked = await openAsked();
  await asked.api.invite('Ben', 'adult');
}, 60_000);
afterEach(() => asked.stop());

test('of two who answer the same at once the second is told first; each sees whose answer it was and may take it back', async () => {
  const { page: anna } = await visit(asked.browser, asked.api);
  const { page: ben } = await visit(asked.browser, asked.api);
  await Promise.all([signIn(anna, 'Anna', TIPS), signIn(ben, 'Ben', TIPS)]);
  await Promise.all([anna, ben].map((page) => page.getByText('2 fields leave').waitFor()));

  await anna.getByRole('button', { name: 'Share like this' }).click();
  await anna.getByText('Sharing for 30 days.').waitFor();
  expect(asked.answers()).toEqual(['temperature given', 'heating given']);

  await ben.getByText('Somebody has answered this in the meantime.').waitFor();
  await ben.getByText(/^Your household shares this/).waitFor();
  // A no is one tap, also where somebody else just said yes.
  await ben.getByRole('button', { name: 'Don’t share' }).click();
  await ben.getByText('Acme Heating won’t receive temperature and heating.').waitFor();
  expect(asked.answers()).toEqual(['temperature refused', 'heating refused']);

  // She sees whose no it was; what shares again is looked at first.
  await anna.goto('/activity?recipient=acme-heating');
  await anna.getByText(/· Ben/).first().waitFor();
  const undo = anna.getByRole('button', { name: /^Undo….*temperature/ }).first();
  await undo.click();
  const dialog = anna.getByRole('dialog', { name: 'Undo this' });
  await dialog.getByText('Undoing this shares more than now.').waitFor();
  await dialog.getByRole('button', { name: 'Share like before' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(asked.answers()).toContain('temperature given');

  // And he takes that back in one tap.
  await ben.goto('/activity?recipient=acme-heating');
  await ben
    .getByRole('button', { name: /^Undo .*temperature/ })
    .first()
    .click();
  await ben.getByText('It is as before.').waitFor();
  expect(asked.answers()).not.toContain('temperature given');
});
