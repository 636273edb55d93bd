/** The table of docs/published.md about the masses of a ring. */
import { concise } from '../../../src/report/draw/numbers.ts';
import { between, table } from '../markdown.ts';
import type { Counted } from './counted.ts';

/** bench/results/masses-NAME.json. */
export interface MassesResult {
  command: string;
  rows: ({ rate: number; configurations: number } & Counted)[];
}

const MARKERS = ['<!-- masses -->', '<!-- end of masses -->'] as const;

/**
 * The page with the table between its markers.
 * @throws Error where a marker is missing
 */
export function withMasses(page: string, { rows }: MassesResult): string {
  const made = table(
    ['w', 'entropy of H', 'I(H: mass of the environment)', 'I(H: mass of the 16 sites next to the buffer)'],
    rows.map(({ rate, entropy, all, near }) => [rate, concise(entropy), concise(all), concise(near)]),
  );
  return between(page, 'docs/published.md', MARKERS, made);
}
