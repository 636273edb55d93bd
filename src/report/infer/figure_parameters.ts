/** The figure of confidence ellipses: two parameters against each other, a panel for each strength of the nudge. */
import { outlineOf } from '../../analysis/curves/ellipse.ts';
import type { FittedValues, InferResult } from '../../infer/result.ts';
import type { Figure } from '../draw/figure.ts';
import { concise } from '../draw/numbers.ts';
import { BLUE, FAINT, INK, RED, rounded, themed } from '../draw/theme.ts';
import { list } from '../draw/words.ts';
import { type Cloud, cloudsOf, covers, LEVELS, type Pair, pairOf } from './clouds.ts';
import { firstRow } from './fields.ts';
import { PARAMETERS, strengthName } from './symbols.ts';

/** Of a panel, pixels. */
const SIZE = { width: 160, height: 150 };
const COLUMNS = 2;
/** Corners of a drawn ellipse. */
const OUTLINE = 48;
/** What lies farther from the estimates, in the extent of ellipses and refits, is named and not drawn. */
const FAR = 1.5;
/** The axes reach at least so far around what is drawn, in parts of its value. */
const LEAST = 0.005;

type Range = readonly [number, number];
const KINDS = { dot: 'refit', end: 'end of a start', centre: 'corrected estimate', truth: 'made with (file)' } as const;
type Kind = keyof typeof KINDS;

/** Ellipses, refits, ends of starts, and the truth where a file says it; undefined where no row has an estimate of two. */
export function parametersFigure(result: InferResult, truth: FittedValues | undefined): Figure | undefined {
  const pair = pairOf(result.fitted);
  if (!pair) return undefined;
  const clouds = cloudsOf(result, pair);
  if (clouds.length === 0) return undefined;
  const known = truth && ([truth[pair[0]], truth[pair[1]]] as [number, number]);
  const ranges = [0, 1].map((axis) => rangeOf(clouds, known, axis)) as [Range, Range];
  const inside = ([x, y]: readonly [number, number]) => x >= ranges[0][0] && x <= ranges[0][1] && y >= ranges[1][0] && y <= ranges[1][1];
  const panels = clouds.map((cloud) => panelName(result, cloud));
  const records = clouds.flatMap((cloud, i) =>
    recordsOf(cloud, known && inside(known) ? known : undefined)
      .filter(({ place }) => inside(place))
      .map(({ place: [x, y], ...rest }) => ({ panel: panels[i], ...rest, x: rounded(x), y: rounded(y) })),
  );
  const [x, y] = pair.map((symbol) => PARAMETERS[symbol]);
  const others = result.fitted.filter((symbol) => !pair.includes(symbol)).map((symbol) => PARAMETERS[symbol].symbol);
  const outside = clouds.flatMap(({ ends, nudge }) => {
    const gone = ends.filter((end) => !inside(end)).length;
    return gone > 0 ? [`${strengthName(nudge)}: ${gone} of ${ends.length} starts ended outside`] : [];
  });
  const any = clouds.some(({ ellipses }) => ellipses.length > 0);
  return {
    name: 'parameters',
    title: `${x.symbol} and ${y.symbol}`,
    caption: `${x.symbol} is the ${x.noun}, ${y.symbol} the ${y.noun}. ${captionOf(any, others, known !== undefined)}`,
    spec: themed({
      title: {
        text: `Where ${x.symbol} and ${y.symbol} are expected`,
        subtitle: [any ? `ellipses: ${LEVELS.map((level) => `${100 * level} %`).join(' and ')}` : 'no ellipses: no refits', ...outside],
      },
      description: clouds.map((cloud) => inWords(cloud, result, pair, truth)).join('; '),
      data: { values: records },
      facet: { field: 'panel', type: 'nominal', sort: panels, title: null },
      columns: Math.min(COLUMNS, clouds.length),
      spacing: 22,
      spec: { ...SIZE, layer: layersOf(ranges, [axisTitle(x), axisTitle(y)], kindsOf(records)) },
    }),
  };
}

const axisTitle = ({ symbol, unit }: (typeof PARAMETERS)['P0']) => `${symbol}${unit ? `  (${unit})` : ''}`;
const panelName = (result: InferResult, { nudge }: Cloud) => `${strengthName(nudge)}${nudge === firstRow(result)?.nudge ? ', read first' : ''}`;

function captionOf(any: boolean, others: readonly string[], known: boolean): string {
  return [
    any
      ? 'A dot for every refit r of a snapshot that was made again at the estimate e, drawn at 2e − r: so the dots lie around the corrected estimate as the truth is expected to. Ellipses are those of a normal law with the mean and the covariance of the dots, wider because both were found from few of them (Hotelling).'
      : 'There are no refits, so that nothing is said of errors.',
    'Squares are where starts ended, before the correction; where they agree they lie on each other.',
    ...(known ? ['The cross is what the file says that the snapshot was made with; it took no part in the fit.'] : []),
    ...(others.length > 0 ? [`${list(others)} ${others.length === 1 ? 'was' : 'were'} fitted, too.`] : []),
  ].join(' ');
}

interface Record {
  readonly kind: Kind | 'ellipse';
  readonly what?: string;
  readonly place: readonly [number, number];
  readonly order?: number;
  readonly level?: number;
}

function recordsOf({ dots, ends, centre, corrected, ellipses }: Cloud, known: readonly [number, number] | undefined): Record[] {
  const points = (kind: Kind, places: readonly (readonly [number, number])[]) => places.map((place) => ({ kind, what: KINDS[kind], place }));
  return [
    ...ellipses.flatMap((ellipse, i) => outlineOf(ellipse, OUTLINE).map((place, order): Record => ({ kind: 'ellipse', place, order, level: 100 * LEVELS[i] }))),
    ...points('dot', dots),
    ...points('end', ends),
    ...(corrected ? points('centre', [centre]) : []),
    ...(known ? points('truth', [known]) : []),
  ];
}

const kindsOf = (records: readonly { kind: string }[]) => (Object.keys(KINDS) as Kind[]).filter((kind) => records.some((record) => record.kind === kind));

/** The range of one axis: everything but what lies far from the ellipses. */
function rangeOf(clouds: readonly Cloud[], known: readonly [number, number] | undefined, axis: number): Range {
  const core = clouds
    .flatMap(({ dots, centre, ellipses }) => [...dots, centre, ...ellipses.flatMap((ellipse) => outlineOf(ellipse, OUTLINE))])
    .map((place) => place[axis]);
  const [low, high] = [Math.min(...core), Math.max(...core)];
  const pad = Math.max(high - low, LEAST * Math.max(Math.abs(low), Math.abs(high)), 1e-6);
  const near = [...clouds.flatMap(({ ends }) => ends), ...(known ? [known] : [])]
    .map((place) => place[axis])
    .filter((value) => value > low - FAR * pad && value < high + FAR * pad);
  return [Math.min(low, ...near) - 0.06 * pad, Math.max(high, ...near) + 0.06 * pad];
}

/** Colour, shape and size of each kind. */
const LOOKS: Readonly<{ [kind in Kind]: { colour: string; shape: string; size: number } }> = {
  dot: { colour: BLUE, shape: 'circle', size: 14 },
  end: { colour: FAINT, shape: 'square', size: 60 },
  centre: { colour: RED, shape: 'diamond', size: 60 },
  truth: { colour: INK, shape: 'cross', size: 70 },
};

function layersOf([xs, ys]: readonly [Range, Range], [xTitle, yTitle]: readonly [string, string], kinds: readonly Kind[]): object[] {
  const channel = (field: string, domain: Range, title: string) => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { title, tickCount: 4, labelFlush: false, labelOverlap: 'greedy' },
  });
  const [x, y] = [channel('x', xs, xTitle), channel('y', ys, yTitle)];
  const shown = kinds.map((kind) => KINDS[kind]);
  const look = (property: 'colour' | 'shape') => ({ domain: shown, range: kinds.map((kind) => LOOKS[kind][property]) });
  const legend = { title: null, columns: 2 };
  const zero =
    ys[0] < 0 && ys[1] > 0
      ? [
          {
            data: { values: [{}] },
            mark: { type: 'rule', color: FAINT, strokeDash: [4, 3], strokeWidth: 1 },
            encoding: { y: { datum: 0, type: 'quantitative' } },
          },
        ]
      : [];
  return [
    ...zero,
    {
      transform: [{ filter: "datum.kind === 'ellipse'" }],
      mark: { type: 'line', strokeWidth: 1.3, color: BLUE, clip: true },
      encoding: { x, y, order: { field: 'order' }, detail: { field: 'level', type: 'nominal' } },
    },
    ...kinds.map((kind) => ({
      transform: [{ filter: `datum.kind === '${kind}'` }],
      mark: { type: 'point', filled: true, size: LOOKS[kind].size, opacity: kind === 'dot' ? 0.75 : 1 },
      encoding: {
        x,
        y,
        color: { field: 'what', type: 'nominal', scale: look('colour'), legend },
        shape: { field: 'what', type: 'nominal', scale: look('shape'), legend },
      },
    })),
  ];
}

function inWords(cloud: Cloud, result: InferResult, pair: Pair, truth: FittedValues | undefined): string {
  const { nudge, centre } = cloud;
  const errors = result.table.find((row) => row.nudge === nudge)?.bootstrap?.error;
  const values = pair.map((symbol, i) => `${PARAMETERS[symbol].symbol} = ${concise({ mean: centre[i], error: errors?.[symbol] ?? Number.NaN })}`);
  const covered = truth && covers(cloud, pair, truth);
  const words = covered === undefined ? '' : `, the values of the file ${covered ? 'within' : 'outside of'} the larger ellipse`;
  return `${strengthName(nudge)}: ${values.join(', ')}${words}`;
}
