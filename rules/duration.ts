/** An ISO 8601 duration: months cannot be counted in milliseconds, so they are kept apart. */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

const DURATION =
  /^P(?=[\dT])(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7}(?:\.\d{1,3})?)S)?)?$/;

/** `P6M`, `PT15M`, `PT0.25S`, or undefined when it is no duration. Fractions only of seconds, down to milliseconds. */
export function parseDuration(text: string): Duration | undefined {
  const parts = DURATION.exec(text)?.slice(1);
  if (parts === undefined) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((p) =>
    Number(p ?? 0),
  );
  const wholeDays = weeks * 7 + days;
  return {
    months: years * 12 + months,
    ms: Math.round((((wholeDays * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000),
  };
}

/** The duration in milliseconds, or undefined when it is none or has years or months. */
export function durationMs(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration === undefined || duration.months > 0 ? undefined : duration.ms;
}
