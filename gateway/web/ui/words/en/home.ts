import { f } from './f.ts';

export const home = {
  title: 'Home',
  today: (recipients: number, messages: number, devices: number) =>
    `Through Hearthgate today: ${f.count(recipients, 'recipient', 'recipients')} received ${f.count(messages, 'message', 'messages')} from ${f.count(devices, 'device', 'devices')}.`,
  nothingLeft: 'Nothing has left through Hearthgate today.',
  stayed: (count: number) => `${f.count(count, 'value', 'values')} stayed home.`,
  needsYou: 'Needs you',
  nothingNeeds: 'Nothing needs you.',
};
