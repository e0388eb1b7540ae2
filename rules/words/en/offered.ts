/** What Home Assistant calls the hub's button and what it shows of it. */
export const offered = {
  stop: 'Stop all sharing',
  left: 'Messages that left today',
  waiting: 'Waiting requests',
  trouble: 'Trouble',
  sharing: 'Sharing',
};
