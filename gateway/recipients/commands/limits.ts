/** Of one recipient: commands that wait to be looked at, and that are looked at in a minute; what is more is not opened. */
export const LOOKS = { waiting: 8, aMinute: 60 };

/** Commands of one recipient that may reach one device: in a minute, and in an hour. */
export const RATE = { minute: 6, hour: 60 };
