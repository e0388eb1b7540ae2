export const lookUsage =
  'look <mqtts://user@host> [--for 2m] [--user <name>] [--password-file <file>] [--ca <file>] [--topic <filter>]... [--json] [--html <file>]';

/** A recording instead of a broker. */
export const lookFromUsage = 'look --from <recording.jsonl> [--each | --json] [--html <file>]';
