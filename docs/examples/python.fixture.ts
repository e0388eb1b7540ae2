import { spawnSync } from 'node:child_process';

/** Debian's own Python: the one that python3-jwcrypto is installed for. */
export const PYTHON = '/usr/bin/python3';

/** Then what needs it is left out, and says so. Where CI is set it is not: there it fails. */
export const noPython = !process.env.CI && spawnSync(PYTHON, ['-c', 'import jwcrypto']).status !== 0;
