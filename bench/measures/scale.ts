import { Child, type Usage } from '../child.ts';

/** CPU microseconds for one reading in a home of 10 devices and 10 consents, and in one of 5,000 and 20,000. */
export async function costAtScale(readings: number): Promise<{ readonly small: number; readonly large: number }> {
  return { small: await cost('small', readings), large: await cost('large', readings) };
}

async function cost(size: 'small' | 'large', readings: number): Promise<number> {
  const child = new Child('./targets/scale.ts');
  await child.ask({ start: size });
  await child.ask({ act: readings / 2 });
  const before = await child.ask<Usage>({ usage: true });
  await child.ask({ act: readings });
  const after = await child.ask<Usage>({ usage: true });
  await child.stop();
  return ((after.cpu - before.cpu) * 1e6) / readings;
}
