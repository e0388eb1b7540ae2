/** The first slot after `after` on the grid k × period + phase. */
export function nextSlot(periodMs: number, phase: number, after: number): number {
  const offset = phase % periodMs;
  return (Math.floor((after - offset) / periodMs) + 1) * periodMs + offset;
}

/** The first slot after `after` on any of the grids; one stream with several periods still sends one batch a slot. */
export function nextOfSlots(periodsMs: readonly number[], phase: number, after: number): number | undefined {
  return periodsMs.length === 0 ? undefined : Math.min(...periodsMs.map((period) => nextSlot(period, phase, after)));
}

/** An ISO 8601 duration in the largest unit that divides it: PT1H, PT15M, PT2S, P1D. */
export function isoDuration(ms: number): string {
  const s = Math.ceil(ms / 1000);
  if (s > 0 && s % 86_400 === 0) return `P${s / 86_400}D`;
  if (s > 0 && s % 3600 === 0) return `PT${s / 3600}H`;
  return s > 0 && s % 60 === 0 ? `PT${s / 60}M` : `PT${s}S`;
}
