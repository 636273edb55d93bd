/** Words at other centres that look the same, as text and as one object. */
import type { LatticePlace } from '../../analysis/words/lattice.ts';
import { wordLabel } from '../../analysis/words/words.ts';
import { fixed, plusMinus } from '../draw/numbers.ts';
import type { WordLetters } from './text.ts';

/** Where the filter was applied. */
interface LatticeCentre {
  readonly node: number;
  /** From the centre of the block, in bonds. */
  readonly bonds: number;
  /** How the filter lies there, of a graph with a lift. */
  readonly turn?: number | undefined;
  readonly mirrored?: boolean | undefined;
}

/** All of these places, with what was found there. */
export interface WordLattice {
  readonly centres: readonly LatticeCentre[];
  /** Numbers of the words that are told apart. */
  readonly kept: readonly number[];
  readonly places: readonly LatticePlace[];
}

/** Places in the table at most. */
const MOST = 24;

/** A line for each place, the nearest first. */
export function latticeLines({ centres, places }: WordLattice): string[] {
  if (places.length === 0) return [];
  const rows = centres
    .slice(0, MOST)
    .map(({ node, bonds, turn, mirrored }, i) => [
      `${node}`,
      `${bonds}`,
      plusMinus({ mean: places[i].information.mean / Math.LN2, error: places[i].information.error / Math.LN2 }),
      fixed(places[i].deviation, 1),
      ...(turn === undefined ? [] : [`${turn}${mirrored ? ' mirrored' : ''}`]),
    ]);
  const heads = ['node', 'bonds', 'I(word : word), bits', 'frequencies, z', ...(centres[0].turn === undefined ? [] : ['turned'])];
  const widths = heads.map((head, c) => Math.max(head.length, ...rows.map((row) => row[c].length)));
  const line = (cells: readonly string[]) => `  ${cells.map((cell, c) => cell.padEnd(widths[c])).join('  ')}`.trimEnd();
  return [
    `the same filter at ${centres.length} other ${centres.length === 1 ? 'node' : 'nodes'} with the same block around them`,
    line(heads),
    ...rows.map(line),
    ...(centres.length > MOST ? [`  and ${centres.length - MOST} more`] : []),
  ];
}

/** `places` of `words --json`: words by their labels, information in nats, probabilities of words there given the word at the block. */
export function latticeJson({ centres, places, kept }: WordLattice, letters: WordLetters): object[] {
  const labels = kept.map((word) => wordLabel(word, letters.components, letters.states));
  const named = <T>(values: readonly T[]) => Object.fromEntries(labels.map((label, i) => [label, values[i]]));
  return centres.map((centre, i) => {
    const { information, deviation, frequencies, given } = places[i];
    return { ...centre, information, deviation, frequencies: named(frequencies), given: named(given.map((row) => named(row))) };
  });
}
