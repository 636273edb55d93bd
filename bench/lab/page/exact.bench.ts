/** `npm run bench -- exact`: computes src/lab/exact_table.ts, exact values of the smallest system of the laboratory by temperature. */
import { writeFileSync } from 'node:fs';
import { exactIsing } from '../../../src/exact/exact.ts';
import { CRITICAL_TEMPERATURE } from '../../../src/model/ising/options.ts';
import { readWords, runProgram } from '../../entry.ts';

const SYSTEM = { size: 8, block: 2, buffer: 1 };
const DIGITS = 6;

async function main(): Promise<number> {
  const { values } = readWords('bench exact', { options: { out: { type: 'string' } } }, 'npm run bench -- exact');
  const { size, block, buffer } = SYSTEM;
  const grid = Array.from({ length: 31 }, (_, i) => Number((1 + 0.1 * i).toFixed(1)));
  const rows: string[] = [];
  for (const temperature of [...grid, CRITICAL_TEMPERATURE].sort((a, b) => a - b)) {
    const { best_binary } = await exactIsing({ size: [size, size], block: [block, block], buffer, boundary: 'periodic', coupling: 1, temperature });
    rows.push(`    [${Number(temperature.toFixed(DIGITS))}, ${best_binary.value.toFixed(DIGITS)}],`);
  }
  const text = `/** I(H:E) of the best binary H, nats, by temperature in J / k_B: written by bench/lab/page/exact.bench.ts, with \`exactIsing\`. */
export const BEST: { size: number; block: number; buffer: number; rows: readonly (readonly [temperature: number, value: number])[] } = {
  size: ${size},
  block: ${block},
  buffer: ${buffer},
  rows: [
${rows.join('\n')}
  ],
};
`;
  writeFileSync(values.out ?? 'src/lab/exact_table.ts', text);
  return 0;
}

await runProgram(main);
