/** The figures of docs/benchmarks.md as specifications. */
import { seriesColours } from '../../../src/report/draw/colours.ts';
import type { FigureSpec } from '../../../src/report/draw/figure.ts';
import { FAINT, GROUND, INK, PLOT, RIM, rounded, themed } from '../../../src/report/draw/theme.ts';
import type { BenchRecord, Timed } from '../../record.ts';
import { exponentText } from '../scaling/fit.ts';
import { BEYOND, type Curve, type Point } from '../scaling/scaling.ts';
import { type Compared, caseOf } from './page.ts';

const PANEL = { width: PLOT - 10, height: 160 };
const LOG = { type: 'log', nice: false };

/** The plotted value of a point, and the law that was fitted to it. */
const QUANTITIES = {
  time: { value: ({ seconds }: Point) => seconds.median, law: ({ time }: Curve) => time },
  memory: { value: ({ bytes }: Point) => bytes, law: ({ memory }: Curve) => memory },
} as const;
type Quantity = keyof typeof QUANTITIES;

const AXES = { L: 'L', chains: 'chains', R: 'replicas R', K: 'batch K', '|E|': 'sites of the environment |E|' } as const;

/** Labels of a logarithmic axis: the numbers themselves where they are few, else the powers of ten between them; Vega's own where there are fewer than two of these. */
function ticks(numbers: readonly number[], most = 0): { values?: number[]; labelOverlap: boolean } {
  const own = [...new Set(numbers)];
  if (own.length <= most) return { values: own, labelOverlap: true };
  const [first, last] = [Math.ceil(Math.log10(Math.min(...own))), Math.floor(Math.log10(Math.max(...own)))];
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
  return { ...(powers.length > 1 ? { values: powers } : {}), labelOverlap: true };
}

/** Points with their range, the fitted law through the points that it was fitted to, and its exponent above. */
function panel(curves: readonly Curve[], names: readonly string[], quantity: Quantity, title: string): object {
  const color = { field: 'curve', type: 'nominal', scale: { domain: names, range: seriesColours(names.length) }, legend: null };
  const values = curves.flatMap((curve) => curve.points.map((point) => plotted(curve, point, quantity)));
  const sizes = values.map(({ n }) => n);
  const x = { field: 'n', type: 'quantitative', scale: { ...LOG, padding: 8 }, axis: { title: AXES[curves[0].parameter], format: '~s', ...ticks(sizes, 6) } };
  const heights = values.flatMap(({ low, high }) => [low, high]);
  const y = { field: 'value', type: 'quantitative', scale: { ...LOG, padding: 8 }, axis: { title, format: '~s', ...ticks(heights) } };
  const fill = { condition: { test: 'datum.beyond', ...color }, value: GROUND };
  return {
    ...PANEL,
    layer: [
      {
        data: { values: curves.flatMap((curve) => fittedLine(curve, quantity)) },
        mark: { type: 'line', strokeWidth: 1.2, opacity: 0.8 },
        encoding: { x, y, color },
      },
      { data: { values }, mark: { type: 'rule', strokeWidth: 1.2 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color } },
      { data: { values }, mark: { type: 'point', size: 32, strokeWidth: 1.4, opacity: 1 }, encoding: { x, y, color, fill } },
      {
        data: { values: exponentLabels(curves, quantity) },
        mark: { type: 'text', align: 'left', baseline: 'top', fontSize: 11, fontWeight: 'bold' },
        encoding: { x: { value: 0 }, y: { field: 'place', type: 'quantitative', scale: null }, text: { field: 'text' }, color },
      },
    ],
    resolve: { scale: { y: 'shared' } },
  };
}

/** A point as it is plotted; `beyond` says whether it takes part in the fit. */
function plotted({ curve }: Curve, point: Point, quantity: Quantity) {
  return {
    curve,
    n: point.n,
    value: rounded(QUANTITIES[quantity].value(point)),
    low: rounded(quantity === 'time' ? point.seconds.least : point.bytes),
    high: rounded(quantity === 'time' ? point.seconds.most : point.bytes),
    beyond: BEYOND * point.launches < 1,
  };
}

/** Both ends of the fitted law; none where nothing was fitted. */
function fittedLine(curve: Curve, quantity: Quantity) {
  const fitted = QUANTITIES[quantity].law(curve);
  if (!fitted) return [];
  return [fitted.first, fitted.last].map((n) => ({ curve: curve.curve, n, value: rounded(fitted.factor * n ** fitted.exponent) }));
}

/** One line of text for each curve, above the panel. */
function exponentLabels(curves: readonly Curve[], quantity: Quantity) {
  return curves.map((curve, i) => {
    const fitted = QUANTITIES[quantity].law(curve);
    return { curve: curve.curve, text: `${curve.curve}: ${fitted ? exponentText(fitted) : 'no fit'}`, place: 14 * (i - curves.length) - 4 };
  });
}

const SUBTITLE =
  'numbers: fitted exponents; lines: the fits, through filled points; open: launches are more than a quarter of the time; bars: range of the intervals';

/**
 * Time and memory of samplers or of training steps against all sizes that were varied.
 * @param adapter its name, for the title
 */
export function scalingFigure(curves: readonly Curve[], group: Curve['group'], adapter: string): FigureSpec {
  const own = curves.filter((curve) => curve.group === group && curve.points.length > 0);
  const names = [...new Set(own.map(({ curve }) => curve))];
  const parameters = [...new Set(own.map(({ parameter }) => parameter))];
  const run = group === 'sampling' ? 'time of a sweep  (s)' : 'time of a step  (s)';
  const panelsOf = (quantity: Quantity, title: string) =>
    parameters.map((parameter) =>
      panel(
        own.filter((curve) => curve.parameter === parameter),
        names,
        quantity,
        title,
      ),
    );
  return themed({
    title: { text: `${group === 'sampling' ? 'Samplers' : 'Training steps'} against size, ${adapter}`, subtitle: SUBTITLE },
    description: `Time and memory of ${group} against ${parameters.join(', ')} on ${adapter}, with fitted exponents: ${own.map((curve) => `${curve.curve} against ${curve.parameter}: ${curve.time ? exponentText(curve.time) : 'no fit'}`).join('; ')}`,
    spacing: 24,
    vconcat: [...panelsOf('time', run), ...panelsOf('memory', 'memory  (bytes)')],
  });
}

/** Names of rows as people write them: 'jsOfScores backward' is 'js of scores backward', 'T = inf' is 'T = ∞'. */
const inWords = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('_', ' ')
    .replace(/(\d) x (?=\d)/g, '$1 × ')
    .replace(/\binf\b/g, '∞');

/** Groups of rows whose names are those of folders. */
const GROUPS: Readonly<Record<string, string>> = { ops: 'forward and backward', optim: 'optimiser', view: 'windows', random: 'random numbers' };

/**
 * The rate of every row as a part of the rate that its floor allows, in panels by what bounds the row.
 * @param adapter its name, for the title
 */
export function floorsFigure(records: readonly BenchRecord[], adapter: string): FigureSpec {
  const rows = records
    .filter((record): record is Timed => record.outcome === 'timed' && record.fraction !== null)
    .map(({ group, name, bound_by, fraction }) => ({ group: GROUPS[group] ?? group, title: inWords(name), bound_by, fraction: rounded(fraction as number) }));
  const groups = [...new Set(rows.map(({ group }) => group))];
  const bounds = ['launch', 'bandwidth', 'arithmetic'].filter((name) => rows.some(({ bound_by }) => bound_by === name));
  const least = Math.min(0.01, ...rows.map(({ fraction }) => fraction));
  const most = Math.max(1, ...rows.map(({ fraction }) => fraction));
  return themed({
    title: {
      text: `Part of the rate that the floor allows, ${adapter}`,
      subtitle: 'by what bounds the row; colours: groups of rows; dashed: the floor itself',
    },
    description: `Fraction of the floor of ${rows.length} rows of the benchmark on ${adapter}, from ${least.toPrecision(2)} to ${most.toPrecision(2)}`,
    spacing: 24,
    vconcat: bounds.map((bound) => ({
      width: 130,
      height: { step: 14 },
      title: bound,
      data: { values: rows.filter(({ bound_by }) => bound_by === bound) },
      layer: [
        { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: FAINT }, encoding: { x: { datum: 1, type: 'quantitative' } } },
        {
          mark: { type: 'point', filled: true, size: 30, opacity: 1 },
          encoding: {
            y: {
              field: 'title',
              type: 'nominal',
              sort: '-x',
              axis: { title: null, ticks: false, domain: false, labelFontSize: 11, labelLimit: 215, grid: true, gridColor: RIM, gridOpacity: 0.25 },
            },
            x: {
              field: 'fraction',
              type: 'quantitative',
              scale: { type: 'log', domain: [least, most], nice: false, padding: 6 },
              axis: { title: 'fraction of the floor', format: '~%', values: [0.001, 0.01, 0.1, 1] },
            },
            color: {
              field: 'group',
              type: 'nominal',
              scale: { domain: groups, range: seriesColours(groups.length) },
              legend: { title: null, columns: 1, symbolType: 'circle' },
            },
          },
        },
      ],
    })),
  });
}

/**
 * Ratios of our rate to that of each peer, by case.
 * @param adapter its name, for the title
 */
export function peersFigure(rows: readonly Compared[], adapter: string): FigureSpec {
  const ratios = rows.flatMap((found) =>
    found.ratio && found.peer
      ? [
          {
            case: inWords(caseOf(found)),
            // 'C (ising.c) words 2 64' is the program and its arguments: the name alone is shown.
            peer: found.kind === 'sampling' ? found.peer.split(' ').slice(0, 2).join(' ') : found.peer,
            ratio: rounded(found.ratio.median),
            low: rounded(found.ratio.least),
            high: rounded(found.ratio.most),
          },
        ]
      : [],
  );
  const peers = [...new Set(ratios.map(({ peer }) => peer))];
  const cases = [...new Set(ratios.map((found) => found.case))];
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { type: 'log', nice: false, padding: 8 },
    axis: { title: 'our rate / theirs', format: '~g', values: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000], labelOverlap: true },
  });
  const y = { field: 'case', type: 'nominal', sort: cases, axis: { title: null, ticks: false, domain: false, labelLimit: 215, labelPadding: 6 } };
  const yOffset = { field: 'peer', sort: peers, scale: { paddingInner: 0.2, paddingOuter: 0.3 } };
  const color = {
    field: 'peer',
    type: 'nominal',
    scale: { domain: peers, range: seriesColours(peers.length) },
    legend: { title: null, columns: 1, symbolType: 'circle', labelLimit: 0 },
  };
  return themed({
    title: { text: `Ours against others, ${adapter}`, subtitle: 'ratios of neighbouring intervals, median and range; right of the dashed line ours is faster' },
    description: `Ratio of our rate to that of each peer on ${adapter}: ${ratios.map(({ case: of, peer, ratio }) => `${of}, ${peer}: ${ratio.toPrecision(2)}`).join('; ')}`,
    width: 190,
    height: { step: 40, for: 'position' },
    data: { values: ratios },
    layer: [
      { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: INK }, encoding: { x: { datum: 1, type: 'quantitative' } } },
      { mark: { type: 'rule', strokeWidth: 1.4 }, encoding: { y, yOffset, color, x: x('low'), x2: { field: 'high' } } },
      { mark: { type: 'point', filled: true, size: 36, opacity: 1 }, encoding: { y, yOffset, color, x: x('ratio') } },
    ],
  });
}
