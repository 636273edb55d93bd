/** The table of docs/published.md about the directions of filters on their circle. */
import { concise, fixed, signed, significant } from '../../../src/report/draw/numbers.ts';
import { between, table } from '../markdown.ts';
import type { Angles } from './angles.ts';

/** One line of bench/results/circle-NAME.jsonl. */
export interface CircleLine extends Angles {
  name: string;
  words: string;
  adapter: string;
  commit: string;
  finished: string;
  /** Of all cells. */
  seconds: number;
}

const MARKERS = ['<!-- circle -->', '<!-- end of circle -->'] as const;

/** @throws Error where a line is of another kind */
export function readCircle(file: string, text: string): CircleLine[] {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as CircleLine);
  if (lines.length === 0 || lines.some(({ cos }) => cos === undefined)) throw new Error(`${file}: expected lines of bench -- circle`);
  return lines;
}

/**
 * The page with the table between its markers.
 * @throws Error where a marker is missing
 */
export function withCircle(page: string, lines: readonly CircleLine[]): string {
  return between(page, 'docs/published.md', MARKERS, circleTable(lines));
}

function circleTable(lines: readonly CircleLine[]): string {
  return table(
    ['variant', 'filters, of runs', 'cos 4θ', 'sin 4θ', 'sin 2θ', 'p of equal cells', 'turned by', 'information', 'its part in cos 4θ', 'in sin 2θ', 'radius'],
    // Where all runs began in one direction, that is where they lie, and they cover too little of the circle for a regression.
    lines.map(({ words, found, runs, cos, sin, mirror, pCells, turned, information, anisotropy, radius }) => [
      words,
      `${found} of ${runs}`,
      ...[cos, sin, mirror].map((mean) => (turned ? '' : signed(mean))),
      Number.isFinite(pCells ?? Number.NaN) ? significant(pCells, 2) : '',
      turned ? `${signed(turned)}°, scatter ${fixed(turned.spread, 1)}°` : '',
      concise(information),
      ...[anisotropy.cos4, anisotropy.sin2].map((part) => (turned ? '' : signed(part))),
      concise(radius),
    ]),
  );
}
