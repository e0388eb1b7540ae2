import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientTypes } from './client-types.ts';

/** Part of `npm run client-types`. */
writeFileSync(join(import.meta.dirname, '../ui/api/types.ts'), clientTypes());
