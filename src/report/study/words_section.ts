/** Words and super-dimers on the page of a study: their figures, and tables with the exact law beside the samples. */

import type { Graph } from '../../space/graph/graph.ts';
import { regionsAround } from '../../space/graph/regions.ts';
import { type AnalysedWords, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyConfig } from '../../study/plan/config.ts';
import type { Figure } from '../draw/figure.ts';
import { fixed } from '../draw/numbers.ts';
import { escaped, tableHtml } from '../draw/page.ts';
import { plural } from '../draw/words.ts';
import { starFigure, wordFigure } from '../words/figures.ts';
import { starName, superCells, superHead, type WordCells, wordCells, wordHead, wordNotes } from '../words/text.ts';
import { bufferLabel, placeLabel } from './words.ts';

/** The note under the tables. */
export const WORDS_NOTE =
  'Words are the values of all components of H together, on configurations sampled anew with the filter of the chosen run; errors are over chains. Words under 0.5 % are spurious. The circle is found from the environments of the words alone: no position enters. Tips are the ' +
  'inner ends of the membrane by which the one dimer leaves the block, |mean| the length of the mean of e^(iθ) over the samples of a word. A symmetry of the place is represented where it makes one word of another, one to one, in 95 % of the samples. ' +
  'Super-dimers: where the one dimer leaves the region of a neighbour, C towards the centre, L and R to the left and right of the outward radius; j runs anticlockwise. Exact: Kasteleyn; z is (ours − exact) / error.';

const rowsOf = ({ words }: StudyAnalysis) => (words && !isAbsent(words) ? words.rows : []);
type OfPoint = AnalysedWords['points'][number];

/** '2 components, buffer 0', with the temperature where a study has several. */
function placeOf(analysis: StudyAnalysis, { temperature }: AnalysedWords, { components, buffer }: OfPoint): string {
  const at = rowsOf(analysis).length > 1 ? `, ${placeLabel(analysis, temperature)}` : '';
  return `${plural(components, 'component')}, ${bufferLabel(buffer)}${at}`;
}

/** Words in circular order at every point, then the neighbours of the centre; none for a study without words. */
export function wordsFigures(analysis: StudyAnalysis, { train }: Pick<StudyConfig, 'train'>): Figure[] {
  const graph = train.graph as Graph | undefined;
  return rowsOf(analysis).flatMap((row, i) => {
    const ofRow = rowsOf(analysis).length > 1 ? `-${i + 1}` : '';
    const words = row.points.map((point): Figure => {
      const figure = wordFigure(point.found, point);
      return {
        ...figure,
        name: `words-${point.components}-buffer-${point.buffer}${ofRow}`,
        title: `${figure.title}, ${placeOf(analysis, row, point)}`,
      };
    });
    const regions = graph ? regionsAround(graph, row.centre).regions : [];
    const stars = row.stars.flatMap(({ level, neighbours, found }): Figure[] => {
      const figure = graph && starFigure({ graph, centre: row.centre, regions, neighbours, found, title: starName(level) });
      const name = level < 0 ? 'dimers' : `super-dimers-${level}`;
      return figure
        ? [{ ...figure, name: `${name}${ofRow}`, title: level < 0 ? 'Dimers at the neighbours of the centre' : `Super-dimers, level ${level}` }]
        : [];
    });
    return [...words, ...stars];
  });
}

/** The tables; empty for a study without words. */
export function wordsTables(analysis: StudyAnalysis): string {
  return rowsOf(analysis)
    .flatMap((row) => [
      `<p>${escaped(samplesOf(row))}</p>`,
      ...row.points.flatMap((point) => [
        `<h3>${escaped(placeOf(analysis, row, point))}</h3>`,
        cellsHtml(withSigns(wordCells(point.found, point)), ['word', 'tips', 'to']),
        `<p>${escaped([wordHead(point.found, point), ...wordNotes(point.found)].join('; '))}.</p>`,
      ]),
      ...row.stars.flatMap(({ level, found }) => {
        const { marginal, given } = superCells(found);
        return [`<h3>${escaped(starName(level))}</h3>`, `<p>${escaped(superHead(found))}.</p>`, cellsHtml(marginal, ['']), cellsHtml(given, ['j'])];
      }),
    ])
    .join('\n');
}

function samplesOf({ points, chains, thermal }: AnalysedWords): string {
  const cold = thermal ? '' : ' Some of them still remember how their chains started: they are not in equilibrium.';
  return `${points[0]?.found.table.samples ?? 0} configurations in ${chains} chains.${cold}`;
}

/** Words with minus signs as wide as their plus signs. */
function withSigns({ heads, rows }: WordCells): WordCells {
  return { heads, rows: rows.map(([word, ...others]) => [word.replaceAll('-', '−'), ...others]) };
}

/** @param left heads of columns of text */
function cellsHtml({ heads, rows }: WordCells, left: readonly string[]): string {
  const align = heads.map((head): 'left' | 'right' => (left.includes(head) ? 'left' : 'right'));
  return tableHtml(
    heads.map((name) => ({ name, unit: '' })),
    rows.map((row) => row.map((text, i) => ({ text, align: align[i], class: '' }))),
  );
}

/** What the words are, one sentence for each number of components at the narrowest buffer; whether they are places on a circle. */
export function wordsFindings(analysis: StudyAnalysis): string[] {
  return rowsOf(analysis).flatMap((row) => {
    const narrow = row.points.filter(({ buffer }) => buffer === Math.min(...row.points.map((point) => point.buffer)));
    const said = narrow.flatMap((point): string[] => {
      const { table, circle, group } = point.found;
      const kept = table.words.filter(({ spurious }) => !spurious).length;
      if (kept < 2) return [];
      const bits = `entropy ${fixed(table.entropy.mean / Math.LN2, 2)} bits`;
      const order = circle ? (circle.clock ? ', which lie on a circle as those of a clock do' : ', in no clear circle') : '';
      return [
        `The words at ${placeOf(analysis, row, point)} are ${kept} (${bits})${order}${group?.name && group.name !== 'trivial' ? `; symmetries of the place act on them as ${group.name}` : ''}.`,
      ];
    });
    const far = row.stars.flatMap(({ level, found }): string[] => {
      const zs = [...found.marginal, ...found.given.flat(2)].flatMap(({ z }) => (z === undefined || !Number.isFinite(z) ? [] : [Math.abs(z)]));
      const law = zs.length > 0 ? `; the largest of ${zs.length} differences from the exact law is ${fixed(Math.max(...zs), 1)} standard errors` : '';
      return level < 0
        ? []
        : [
            `Around the region of level ${level}, exactly one of ${found.neighbours} neighbours is C in ${found.violations === 0 ? 'all' : 'not all'} of ${found.samples} samples${law}.`,
          ];
    });
    return [...said, ...far];
  });
}
