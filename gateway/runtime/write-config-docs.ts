import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configPage, exampleFile } from './config-page.ts';

/** `npm run config-docs`. */
const docs = join(import.meta.dirname, '../../docs');
writeFileSync(join(docs, 'config.md'), configPage());
writeFileSync(join(docs, 'config.example.yaml'), exampleFile());
