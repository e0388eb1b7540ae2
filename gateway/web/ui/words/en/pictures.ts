import { f } from './f.ts';

export const pictures = {
  table: 'The same as a table',
  number: (value: number) => f.number(value),

  week: {
    title: 'This week',
    says: (left: number, stayed: number) =>
      `In seven days ${f.count(left, 'value', 'values')} left through Hearthgate and ${f.count(stayed, 'value', 'values')} stayed home.`,
    nothing: 'In seven days nothing left through Hearthgate, and nothing stayed behind either.',
    day: 'Day',
    left: 'Left',
    stayed: 'Stayed home',
    dayName: (day: string) => f.day(Date.parse(`${day}T12:00`)),
    shortDay: (day: string) => f.shortDay(Date.parse(`${day}T12:00`)),
    short: (value: number) => f.short(value),
  },

  flows: {
    title: 'Today, from devices to recipients',
    says: (records: number, devices: number, recipients: number) =>
      `${f.count(records, 'value', 'values')} of ${f.count(devices, 'device', 'devices')} went to ${f.count(recipients, 'recipient', 'recipients')}.`,
    none: 'Nothing has left through Hearthgate today.',
    first: (count: number) => `The picture shows the ${f.number(count)} ways with the most.`,
    device: 'Device',
    recipient: 'Who receives',
    values: 'Values',
  },

  timeline: {
    atHome: 'At home',
    sees: (recipient: string) => `What ${recipient} sees`,
    says: (field: string, said: number, recipient: string, records: number) =>
      `At home there were ${f.count(said, 'value', 'values')} of ${field} in a day; ${recipient} sees ${f.number(records)}.`,
    nothing: (recipient: string) => `${recipient} sees nothing of it.`,
    from: 'From',
    to: 'To',
    values: (count: number, least: string, most: string) =>
      count === 0 ? '–' : count === 1 ? least : `${f.count(count, 'value', 'values')}, ${least} to ${most}`,
    time: (at: number) => f.time(at),
    first: (count: number) => `The first ${f.number(count)} are in the table.`,
  },
};
