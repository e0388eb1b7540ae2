import { expect, it } from 'vitest';
import { canaries } from './canaries.ts';

it('no canary of a field that nobody asked for, or of a name, comes out, is logged or lies on the disk', async () => {
  const { found, controls, planted, records } = await canaries('tested', 6);
  expect(found).toEqual({ recipients: [], log: [], disk: [] });
  expect(controls).toEqual({ recipients: true, broker: true, names: true });
  expect(planted).toBeGreaterThan(80);
  expect(records).toBeGreaterThan(10);
}, 60_000);
