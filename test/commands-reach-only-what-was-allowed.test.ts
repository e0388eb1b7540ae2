import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Commanded, openCommanded } from './commander.ts';

let at: Commanded;
beforeEach(async () => {
  at = await openCommanded();
});
afterEach(() => at.house.stop());

test('a command that was allowed reaches the device, with its arguments and nothing else', async () => {
  await at.allow();
  const heard = at.heard();
  await at.send(at.right({ arguments: { celsius: 21.3 } }));
  await heard;
  expect(at.told).toEqual(['set-target {"celsius":21.5}']);
});
