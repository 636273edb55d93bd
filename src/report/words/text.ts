/** Words and super-dimers as text. */
import type { WordFindings } from '../../analysis/words/analysis.ts';
import type { WordArc } from '../../analysis/words/arcs.ts';
import { CLASSES, type Compared, type SuperDimers } from '../../analysis/words/super_dimers.ts';
import { wordLabel } from '../../analysis/words/words.ts';
import { fixed, plusMinus } from '../draw/numbers.ts';

/** How words are written. */
export interface WordLetters {
  readonly components: number;
  readonly states: number;
}

const DEGREES = 180 / Math.PI;
/** Rows of a table of words at most. */
const MOST_ROWS = 40;

/** A head and rows of cells. */
export interface WordCells {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The words in their circular order, with what is known of each; spurious ones are left out. */
export function wordCells({ table, circle, tips, directions }: WordFindings, { components, states }: WordLetters): WordCells {
  const kept = table.words.filter((word) => !word.spurious);
  const rows = orderOf({ table, ...(circle ? { circle } : {}) })
    .slice(0, MOST_ROWS)
    .map((word, i) => {
      const { frequency } = kept.find((one) => one.word === word) as (typeof kept)[number];
      const at = circle ? [`${fixed(circle.angles[i] * DEGREES, 0)}°`] : [];
      const [tip, direction] = [tips, directions].map((arcs) => arcs?.find((arc) => arc.word === word));
      return [wordLabel(word, components, states), plusMinus(frequency), ...at, ...(tip ? tipCells(tip) : []), ...(direction ? [shares(direction)] : [])];
    });
  const heads = ['word', 'frequency', ...(circle ? ['on circle'] : []), ...(tips ? ['tips', 'mean direction', '|mean|'] : []), ...(directions ? ['to'] : [])];
  return { heads, rows };
}

function orderOf({ table, circle }: Pick<WordFindings, 'table' | 'circle'>): readonly number[] {
  return circle?.order ?? table.words.filter(({ spurious }) => !spurious).map(({ word }) => word);
}

/** How many words there are, and which are none. */
export function wordHead({ table }: WordFindings, { components, states }: WordLetters): string {
  const spurious = table.words.filter((word) => word.spurious).map(({ word }) => wordLabel(word, components, states));
  const bits = { mean: table.entropy.mean / Math.LN2, error: table.entropy.error / Math.LN2 };
  return `${table.words.length - spurious.length} words, entropy ${plusMinus(bits)} bits${spurious.length > 0 ? `; ${spurious.length} spurious, under 0.5 %: ${spurious.join(' ')}` : ''}`;
}

/** What holds for all words together. */
export function wordNotes({ circle, group, recovered }: WordFindings): string[] {
  return [
    ...(circle ? [circleLine(circle)] : []),
    ...(recovered === undefined ? [] : [`its order ${recovered ? 'is' : 'is not'} that of the mean directions`]),
    ...(group ? [groupLine(group)] : []),
  ];
}

/** Words in their circular order, then the spurious ones, with what is known of each; and what holds for all of them. */
export function wordLines(analysis: WordFindings, letters: WordLetters): string[] {
  const { heads, rows } = wordCells(analysis, letters);
  const more = orderOf(analysis).length - rows.length;
  return [
    wordHead(analysis, letters),
    ...columns([heads, ...rows]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...wordNotes(analysis).map((note) => `  ${note}`),
  ];
}

function tipCells({ values, runs, outside, angle, resultant }: WordArc): string[] {
  const apart = runs > 1 ? `, ${runs} arcs` : '';
  return [
    `${values.join(' ')}${apart}${outside > 0.0005 ? `, ${fixed(100 * outside, 1)} % outside` : ''}`,
    `${fixed(angle * DEGREES, 1)}°`,
    fixed(resultant, 3),
  ];
}

function shares({ values, shares: of }: WordArc): string {
  return values.map((value) => `${value}: ${fixed(of[value], 3)}`).join(', ');
}

function circleLine({ eigenvalues, noise, clock }: NonNullable<WordFindings['circle']>): string {
  const total = eigenvalues.reduce((sum, value) => sum + value, 0) || 1;
  const parts = eigenvalues.slice(0, 4).map((value) => fixed(value / total, 3));
  return `circle from E alone: ${clock ? 'a clock' : 'no clock'}; eigenvalues ${parts.join(' ')} of their sum, noise ${fixed(noise / total, 3)}`;
}

function groupLine({ name, represented, maps }: NonNullable<WordFindings['group']>): string {
  const best = maps.map(({ agreement }) => agreement).sort((a, b) => b - a);
  const next = best[represented] === undefined ? '' : `, the next for ${fixed(100 * best[represented], 1)} % of the samples`;
  return `group of the words: ${name ?? 'none'}; ${represented} of ${maps.length} symmetries of the place permute them${next}`;
}

/** The neighbours of a star. @param level of the region that they stand around; -1 for those in the graph */
export const starName = (level: number) => (level < 0 ? 'dimers at the neighbours of the centre' : `super-dimers around the region of level ${level}`);

/** That exactly one neighbour is C, or in how many samples it is so. */
export function superHead({ samples, neighbours, violations }: SuperDimers): string {
  return `${neighbours} neighbours; exactly one is C in ${violations === 0 ? 'all' : `${samples - violations} of`} ${samples} samples`;
}

const PAIRS = [
  [1, 0],
  [0, 1],
  [1, 1],
];

/** Probabilities of classes, then by the places j from one neighbour to the other those of a class given another; below each the law and z. */
export function superCells({ neighbours, marginal, given }: SuperDimers): { readonly marginal: WordCells; readonly given: WordCells } {
  const cells = (one: readonly Compared[]) => [
    one.map((value) => plusMinus(value)),
    ...(one[0].exact === undefined ? [] : [one.map(({ exact }) => fixed(exact as number, 6)), one.map(({ z }) => `z ${fixed(z as number, 1)}`)]),
  ];
  const block = (head: string, one: readonly Compared[]) => cells(one).map((row, i) => [i === 0 ? head : i === 1 ? '  exact' : '', ...row]);
  const name = (a: number, b: number) => `P(${CLASSES[b]}_j | ${CLASSES[a]}_0)`;
  return {
    marginal: { heads: ['', ...CLASSES.map((one) => `P(${one})`)], rows: block('', marginal) },
    given: {
      heads: ['j', ...Array.from({ length: neighbours - 1 }, (_, k) => String(k + 1))],
      rows: PAIRS.flatMap(([a, b]) => block(name(a, b), given[a][b])),
    },
  };
}

/** The super-dimers of a star beside their law, in the columns of places j from a neighbour to the other. */
export function superLines(found: SuperDimers, title: string): string[] {
  const { marginal, given } = superCells(found);
  const [first, ...rest] = marginal.rows;
  return [`${title}: ${superHead(found)}`, ...columns([['P(C), P(L), P(R)', ...first.slice(1)], ...rest]), ...columns([given.heads, ...given.rows])];
}

/** Cells in columns as wide as their widest, two blanks apart. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
}
