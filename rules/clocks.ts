/** When an hour is, as the home's clocks have it; `day` tells its days apart. */
export interface When {
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly weekend: boolean;
}

/** What a clock can tell apart: hours, and hours of workdays from those of weekends. What is known beyond them was given away. */
export const CLOCKS: readonly ((when: When) => number)[] = [
  ({ hour }) => hour,
  ({ hour, weekend }) => hour + (weekend ? 24 : 0),
];

/** The share of the home's other days on which it was so at this time: the day itself is left out. */
export function habit(hours: readonly When[], is: readonly boolean[], classOf: (when: When) => number): number[] {
  const all = new Map<string, { yes: number; of: number }>();
  const add = (key: string, yes: boolean) => {
    const known = all.get(key) ?? { yes: 0, of: 0 };
    all.set(key, { yes: known.yes + Number(yes), of: known.of + 1 });
  };
  hours.forEach((hour, i) => {
    add(`${classOf(hour)}`, is[i] ?? false);
    add(`${classOf(hour)} ${hour.day}`, is[i] ?? false);
  });
  return hours.map((hour) => {
    const whole = all.get(`${classOf(hour)}`) ?? { yes: 0, of: 0 };
    const own = all.get(`${classOf(hour)} ${hour.day}`) ?? { yes: 0, of: 0 };
    return (whole.yes - own.yes + 0.5) / (whole.of - own.of + 1);
  });
}

export function logit(share: number): number {
  return Math.log(share / (1 - share));
}
