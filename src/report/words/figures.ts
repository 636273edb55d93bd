/** Figures of words: their frequencies in the order of the circle, and what the neighbours of a centre are like where one of them points to it. */
import type { WordFindings } from '../../analysis/words/analysis.ts';
import { CLASSES, type SuperDimers } from '../../analysis/words/super_dimers.ts';
import { wordLabel } from '../../analysis/words/words.ts';
import type { NeighbourExits } from '../../space/graph/exits.ts';
import type { Graph } from '../../space/graph/graph.ts';
import type { Region } from '../../space/graph/regions.ts';
import type { Figure } from '../draw/figure.ts';
import { graphLines } from '../draw/graph_figure.ts';
import { barOf } from '../draw/marks.ts';
import { fixed, isNumber } from '../draw/numbers.ts';
import { BLUE, FAINT, GROUND, INK, PLOT, RED, rounded, themed } from '../draw/theme.ts';
import type { WordLetters } from './text.ts';

const DEGREES = 180 / Math.PI;
/** Words drawn at most. */
const MOST_WORDS = 64;

/** Bars of words in circular order with an arrow in the direction of each: that of its tips, or where there are none its place on the circle found. */
export function wordFigure({ table, circle, tips, group }: WordFindings, { components, states }: WordLetters): Figure {
  const kept = new Map(table.words.filter(({ spurious }) => !spurious).map((word) => [word.word, word]));
  const order = (circle?.order ?? [...kept.keys()]).slice(0, MOST_WORDS);
  const values = order.map((word, i) => {
    const arc = tips?.find((one) => one.word === word);
    const [angle, length] = arc ? [arc.angle, arc.resultant] : [circle?.angles[i] ?? 0, 1];
    // The arrow of Vega points upwards and turns clockwise.
    const arrow = circle || arc ? { turn: rounded(90 - angle * DEGREES), length: rounded(length) } : {};
    // Minus signs as wide as plus signs.
    return { word: wordLabel(word, components, states).replaceAll('-', '−'), ...barOf(kept.get(word)?.frequency ?? { mean: 0, error: Number.NaN }), ...arrow };
  });
  const most = values.reduce((high, value) => Math.max(high, value.high), 0);
  const words = values.map(({ word }) => word);
  const x = { field: 'word', type: 'nominal', sort: words, axis: { title: 'word of H', labelAngle: words[0].length > 4 ? -60 : 0, labelFont: 'monospace' } };
  const y = (field: string) => ({ field, type: 'quantitative', scale: { domain: [0, 1.25 * most] }, axis: { title: 'frequency' } });
  const title = `${order.length} words${circle?.clock ? ', a clock' : ''}${group?.name ? `, group ${group.name}` : ''}`;
  const arrows = {
    mark: { type: 'point', shape: 'arrow', filled: true, size: 700, color: INK },
    encoding: {
      x,
      y: { datum: 1.14 * most, type: 'quantitative' },
      angle: { field: 'turn', type: 'quantitative', scale: null },
      opacity: { field: 'length', type: 'quantitative', scale: { domain: [0, 1], range: [0.1, 1] }, legend: null },
    },
  };
  return {
    name: 'words',
    title: 'Words in the order of the circle',
    caption: `Frequencies of the words of H with standard errors, ${circle ? 'in the circular order found from their environments alone' : 'the most frequent first'}. ${
      tips
        ? 'Arrows point in the mean direction of the tips by which the dimer leaves the block; the fainter, the more they differ.'
        : 'Arrows are places on the circle.'
    }`,
    spec: themed({
      title: { text: title },
      description: `Frequencies of ${order.length} words: ${values.map(({ word, mean }) => `${word} ${fixed(mean, 3)}`).join(', ')}`,
      width: Math.max(260, Math.min(PLOT, 46 * order.length), 19 * order.length),
      height: 220,
      data: { values },
      layer: [
        { mark: { type: 'bar', color: BLUE, opacity: 0.75 }, encoding: { x, y: y('mean') } },
        { mark: { type: 'rule', color: INK }, encoding: { x, y: y('low'), y2: { field: 'high' } } },
        ...(values.some((value) => 'turn' in value) ? [arrows] : []),
      ],
    }),
  };
}

/** What is drawn of a star. */
interface StarPicture {
  readonly graph: Graph;
  readonly centre: number;
  readonly regions: readonly Region[];
  readonly neighbours: readonly NeighbourExits[];
  readonly found: SuperDimers;
  readonly title: string;
}

/** Pixels of the longer side; how far beyond the neighbours is drawn; length of an arrow, both in the distance of a neighbour. */
const SIDE = 400;
const BEYOND = 1.6;
const ARROW = 0.3;

/** The centre and its neighbours: the first points to the centre, and each other has the arrow of its most probable class then. Undefined without positions. */
export function starFigure({ graph, centre, regions, neighbours, found, title }: StarPicture): Figure | undefined {
  const { positions } = graph;
  const middle = positions?.[centre];
  if (!positions || !middle) return undefined;
  const radius = neighbours.reduce((most, { node }) => Math.max(most, distance(positions[node] ?? middle, middle)), 0);
  const reach = BEYOND * radius;
  const lines = graphLines(graph, positions, { regions }, middle).filter(({ ends }) => ends.every((end) => distance(end, middle) <= reach));
  const arrows = neighbours.map(({ node }, j) => arrowOf(j, positions[node] ?? middle, middle, found, ARROW * radius));
  const axis = (field: string, c: 0 | 1) => ({
    field,
    type: 'quantitative',
    scale: { domain: [middle[c] - reach, middle[c] + reach], nice: false, zero: false },
    axis: null,
  });
  const [x, y] = [axis('x', 0), axis('y', 1)];
  const rule = (kind: string, mark: object) => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'rule', aria: false, ...mark },
    encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
  });
  const records = lines.map(({ ends: [a, b], membrane }) => ({
    kind: membrane ? 'membrane' : 'edge',
    ...{ x: rounded(a[0]), y: rounded(a[1]), x2: rounded(b[0]), y2: rounded(b[1]) },
  }));
  const colour = { field: 'class', type: 'nominal', scale: { domain: [...CLASSES], range: [INK, BLUE, RED] }, legend: { title: 'class' } };
  return {
    name: 'super-dimers',
    title: 'Neighbours where one points to the centre',
    caption:
      'The first neighbour (C) points to the centre. Each other has the arrow of its most probable class then: to the left (L) or right (R) of the outward radius; the number is its probability. Membranes are dashed.',
    spec: themed({
      title: { text: title },
      description: `${neighbours.length} neighbours of a centre; the first points to it, of the others: ${arrows.map(({ class: name, label }) => `${name} ${label}`).join(', ')}`,
      width: SIDE,
      height: SIDE,
      data: { values: records },
      layer: [
        rule('edge', { color: FAINT, strokeWidth: 0.8, opacity: 0.5 }),
        rule('membrane', { color: INK, strokeWidth: 1.1, strokeDash: [3, 2] }),
        {
          data: { values: arrows },
          layer: [
            { mark: { type: 'rule', strokeWidth: 3 }, encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' }, color: colour } },
            {
              mark: { type: 'point', shape: 'triangle', filled: true, size: 150, opacity: 1 },
              encoding: { x: { ...x, field: 'x2' }, y: { ...y, field: 'y2' }, angle: { field: 'turn', type: 'quantitative', scale: null }, color: colour },
            },
            ...numbersAt({ ...x, field: 'lx' }, { ...y, field: 'ly' }),
          ],
        },
        {
          data: { values: [centre, ...neighbours.map(({ node }) => node)].map((node) => placeOf(positions[node] ?? middle)) },
          mark: { type: 'point', filled: true, size: 70, color: INK, opacity: 1, aria: false },
          encoding: { x, y },
        },
      ],
    }),
  };
}

/** Labels with a rim of the ground, which parts them from the lines behind. */
function numbersAt(x: object, y: object): object[] {
  const marks = [{ stroke: GROUND, strokeWidth: 4, strokeJoin: 'round', color: GROUND }, { color: INK }];
  return marks.map((mark) => ({ mark: { type: 'text', fontSize: 13, ...mark }, encoding: { x, y, text: { field: 'label' } } }));
}

type Place = readonly [number, number];
const distance = (a: Place, b: Place) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const placeOf = ([x, y]: Place) => ({ x: rounded(x), y: rounded(y) });

/** Class and arrow of the neighbour j places on from the one that is C. */
function arrowOf(j: number, place: Place, middle: Place, { given }: SuperDimers, length: number) {
  const of = (b: number) => (j === 0 ? Number(b === 0) : given[0][b][j - 1].mean);
  const best = [0, 1, 2].reduce((most, b) => (of(b) > of(most) ? b : most), 0);
  const outward = Math.atan2(place[1] - middle[1], place[0] - middle[0]);
  const angle = outward + [Math.PI, Math.PI / 2, -Math.PI / 2][best];
  const [x2, y2] = [place[0] + length * Math.cos(angle), place[1] + length * Math.sin(angle)];
  const [lx, ly] = [place[0] + 0.9 * length * Math.cos(outward), place[1] + 0.9 * length * Math.sin(outward)];
  return {
    ...placeOf(place),
    ...{ x2: rounded(x2), y2: rounded(y2), lx: rounded(lx), ly: rounded(ly) },
    class: CLASSES[best],
    turn: rounded(90 - angle * DEGREES),
    label: j === 0 ? 'C' : isNumber(of(best)) ? fixed(of(best), 3) : '',
  };
}
