/** `npm run bench -- features [--docs FOLDER]`: writes docs/models.md from the records of the models. Measures nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { MODELS } from '../../../src/model/models.ts';
import { readWords, runProgram } from '../../entry.ts';
import { featuresPage } from './features.ts';

async function main(): Promise<number> {
  const options = { docs: { type: 'string', default: join(ROOT, 'docs') } } as const;
  const { values } = readWords('bench features', { options }, 'npm run bench -- features');
  const page = join(values.docs, 'models.md');
  writeFileSync(page, featuresPage(MODELS));
  process.stdout.write(`${page}\n`);
  return 0;
}

await runProgram(main);
