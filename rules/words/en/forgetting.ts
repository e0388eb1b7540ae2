/** What goes when a device is forgotten, before it does. */
export const forgetting = {
  credential: (client: string) => `The credential ${client} is taken back; whatever connected with it needs a new one.`,
  bridgeStays: (client: string) =>
    `${client} stays. As long as it lists the device, or the device speaks, it is there again as a new one with another id, and nothing of it is shared; remove it from ${client} first where it is gone.`,
  consents: 'What was agreed to about it ends at once, and what waits to be sent is dropped.',
  values: 'Its last values, and the messages of it that are kept for apps in the home, are deleted.',
  names: 'Nobody can compute its stand-in names any more, this hub neither.',
  erased: (records: number, shared: number) =>
    `Everything the record says of it is erased, the proof that something stood there is not; ${records === 1 ? '1 record of a decision goes' : `${records} records of decisions go`}${shared > 0 ? `, ${shared} of which also speak of other devices` : ''}.`,
  recordStays: 'What the record says of it stays; forget it with its history to erase that, too.',
  recipients: 'What recipients got of it they have; ask them to erase it.',
};
