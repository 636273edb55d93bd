/** Everything that is said of the words of a filter, from plain arrays: the entry of this folder. */
import { isCircular, type OnCircle, type WordArc, wordArcs } from './arcs.ts';
import { type WordCircle, wordCircle } from './circle.ts';
import { type WordGroup, wordGroup } from './word_group.ts';
import { type Word, type WordArrays, type WordTable, wordTable } from './words.ts';

/** Samples of words with whatever else is known of them. */
export interface WordInput extends WordArrays {
  /** Of each symmetry of block and environment: (samples) the words of the same samples, read through it. The identity may be among them. */
  readonly moved?: readonly ArrayLike<number>[];
  /** Where the one dimer leaves the block. */
  readonly tips?: OnCircle;
  /** Which of the neighbours it goes to. */
  readonly directions?: OnCircle;
}

/** What is kept of words: all but their environments. */
export interface WordFindings extends Omit<WordAnalysis, 'table'> {
  readonly table: Pick<WordTable, 'samples' | 'entropy'> & { readonly words: readonly (Omit<Word, 'pattern'> & { readonly pattern?: ArrayLike<number> })[] };
}

/** The findings without the environments, as plain data. */
export function withoutEnvironments({ table: { samples, entropy, words }, ...found }: WordAnalysis): WordFindings {
  return { table: { samples, entropy, words: words.map(({ word, frequency, spurious }) => ({ word, frequency, spurious })) }, ...found };
}

/** What words are and how they are ordered. Words under half a percent are in the table alone. */
export interface WordAnalysis {
  readonly table: WordTable;
  /** Missing for fewer than three words. */
  readonly circle?: WordCircle;
  readonly group?: WordGroup;
  /** Of the words, the most frequent first. */
  readonly tips?: readonly WordArc[];
  readonly directions?: readonly WordArc[];
  /** Whether the order found from E alone is that of the mean tips, in either sense; missing without tips or a circle. */
  readonly recovered?: boolean;
}

/**
 * Frequencies, entropy and patterns; the circular order from E alone; the group of the symmetries; arcs of tips and directions.
 * @throws BlockspinError for arrays of lengths that do not fit each other
 */
export function analyseWords({ moved, tips, directions, ...samples }: WordInput): WordAnalysis {
  const table = wordTable(samples);
  const kept = table.words.filter(({ spurious }) => !spurious).map(({ word }) => word);
  const circle = wordCircle(table);
  const arcs = tips && wordArcs(samples.words, tips, kept);
  const angleOf = new Map(arcs?.map(({ word, angle }) => [word, angle]));
  return {
    table,
    ...(circle ? { circle } : {}),
    ...(moved ? { group: wordGroup(samples.words, moved, kept) } : {}),
    ...(arcs ? { tips: arcs } : {}),
    ...(directions ? { directions: wordArcs(samples.words, directions, kept) } : {}),
    ...(arcs && circle ? { recovered: isCircular(circle.order.map((word) => angleOf.get(word) as number)) } : {}),
  };
}
