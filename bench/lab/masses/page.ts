/** The table of docs/published.md about the masses of a ring. */
import { concise } from '../../../src/report/draw/numbers.ts';
import { table } from '../markdown.ts';
import type { Counted } from './counted.ts';

/** bench/results/masses-NAME.json. */
export interface MassesResult {
  command: string;
  rows: ({ rate: number; configurations: number } & Counted)[];
}

const [START, END] = ['<!-- masses -->', '<!-- end of masses -->'];

/**
 * The page with the table between its markers.
 * @throws Error where a marker is missing
 */
export function withMasses(page: string, { rows }: MassesResult): string {
  const first = page.indexOf(START);
  const last = page.indexOf(END, first);
  if (first < 0 || last < 0) throw new Error(`docs/published.md: expected ${START} and ${END} after it`);
  const made = table(
    ['w', 'entropy of H', 'I(H: mass of the environment)', 'I(H: mass of the 16 sites next to the buffer)'],
    rows.map(({ rate, entropy, all, near }) => [rate, concise(entropy), concise(all), concise(near)]),
  );
  return `${page.slice(0, first)}${START}\n\n${made}\n\n${page.slice(last)}`;
}
