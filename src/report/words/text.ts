/** Words and super-dimers as text. */
import type { WordAnalysis } from '../../analysis/words/analysis.ts';
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

/** Words in their circular order, then the spurious ones, with what is known of each; and what holds for all of them. */
export function wordLines(analysis: WordAnalysis, { components, states }: WordLetters): string[] {
  const { table, circle, group, tips, directions, recovered } = analysis;
  const label = (word: number) => wordLabel(word, components, states);
  const spurious = table.words.filter((word) => word.spurious);
  const kept = table.words.filter((word) => !word.spurious);
  const order = circle?.order ?? kept.map(({ word }) => word);
  const bits = { mean: table.entropy.mean / Math.LN2, error: table.entropy.error / Math.LN2 };
  const rows = order.slice(0, MOST_ROWS).map((word, i) => {
    const { frequency } = kept.find((one) => one.word === word) as (typeof kept)[number];
    const at = circle ? [`${fixed(circle.angles[i] * DEGREES, 0)}°`] : [];
    const [tip, direction] = [tips, directions].map((arcs) => arcs?.find((arc) => arc.word === word));
    return [label(word), plusMinus(frequency), ...at, ...(tip ? tipCells(tip) : []), ...(direction ? [shares(direction)] : [])];
  });
  const heads = ['word', 'frequency', ...(circle ? ['on circle'] : []), ...(tips ? ['tips', 'mean direction', '|mean|'] : []), ...(directions ? ['to'] : [])];
  return [
    `${kept.length} words, entropy ${plusMinus(bits)} bits${spurious.length > 0 ? `; ${spurious.length} spurious, under 0.5 %: ${spurious.map(({ word }) => label(word)).join(' ')}` : ''}`,
    ...columns([heads, ...rows]),
    ...(order.length > MOST_ROWS ? [`  and ${order.length - MOST_ROWS} more`] : []),
    ...(circle ? [circleLine(circle)] : []),
    ...(recovered === undefined ? [] : [`  its order ${recovered ? 'is' : 'is not'} that of the mean directions`]),
    ...(group ? [groupLine(group)] : []),
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

function circleLine({ eigenvalues, noise, clock }: NonNullable<WordAnalysis['circle']>): string {
  const total = eigenvalues.reduce((sum, value) => sum + value, 0) || 1;
  const parts = eigenvalues.slice(0, 4).map((value) => fixed(value / total, 3));
  return `  circle from E alone: ${clock ? 'a clock' : 'no clock'}; eigenvalues ${parts.join(' ')} of their sum, noise ${fixed(noise / total, 3)}`;
}

function groupLine({ name, represented, maps }: NonNullable<WordAnalysis['group']>): string {
  const best = maps.map(({ agreement }) => agreement).sort((a, b) => b - a);
  const next = best[represented] === undefined ? '' : `, the next for ${fixed(100 * best[represented], 1)} % of the samples`;
  return `  group of the words: ${name ?? 'none'}; ${represented} of ${maps.length} symmetries of the place permute them${next}`;
}

/** The super-dimers of a star beside their law, in the columns of places j from a neighbour to the other. */
export function superLines({ samples, neighbours, violations, marginal, given }: SuperDimers, title: string): string[] {
  const half = Array.from({ length: neighbours - 1 }, (_, k) => k);
  const name = (a: number, b: number) => `P(${CLASSES[b]}_j | ${CLASSES[a]}_0)`;
  const pairs = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  const cells = (one: readonly Compared[]) => [
    one.map((value) => plusMinus(value)),
    ...(one[0].exact === undefined ? [] : [one.map(({ exact }) => fixed(exact as number, 6)), one.map(({ z }) => `z ${fixed(z as number, 1)}`)]),
  ];
  const block = (head: string, one: readonly Compared[]) => cells(one).map((row, i) => [i === 0 ? head : i === 1 ? '  exact' : '', ...row]);
  return [
    `${title}: ${neighbours} neighbours; exactly one is C in ${violations === 0 ? 'all' : `${samples - violations} of`} ${samples} samples`,
    ...columns(block('P(C), P(L), P(R)', marginal)),
    ...columns([['j', ...half.map((k) => String(k + 1))], ...pairs.flatMap(([a, b]) => block(name(a, b), given[a][b]))]),
  ];
}

/** Cells in columns as wide as their widest, two blanks apart. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
}
