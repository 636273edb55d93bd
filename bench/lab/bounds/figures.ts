/** The figures of docs/bounds.md as specifications. */
import { seriesColours } from '../../../src/report/draw/colours.ts';
import type { FigureSpec } from '../../../src/report/draw/figure.ts';
import { FAINT, INK, rounded, themed } from '../../../src/report/draw/theme.ts';
import type { BoundComparison } from './comparison.ts';
import type { GaussianComparison } from './gaussians.ts';
import type { KeptRow } from './kept.ts';

const ROW = { width: 300, height: 190 };
const rule = (value: number, strokeDash = [4, 3], color = FAINT) => ({
  data: { values: [{}] },
  mark: { type: 'rule', strokeDash, color },
  encoding: { x: { datum: value, type: 'quantitative', scale: { zero: false } } },
});
const DOTTED = [1, 3];

/** What the figure of the torus is drawn from. */
type TorusResults = Pick<BoundComparison, 'kept' | 'trained' | 'exact'>;

/** Above: bias of the estimates for the fixed filter; below: estimates and onsets of trained filters at T_c. */
export function isingFigure({ kept, trained: all, exact }: TorusResults): FigureSpec {
  const trained = all.filter(({ temperature }) => temperature === all[0].temperature);
  const ceiling = exact.find(({ temperature }) => temperature === all[0].temperature)?.binary ?? Number.NaN;
  const linear = Math.max(...trained.flatMap(({ replicas }) => replicas.map(({ exact: value }) => value)));
  const bounds = trained.map(({ bound }) => bound);
  const replicas = trained.flatMap(({ bound, replicas: all }) => all.map(({ mean, onset }, place) => ({ bound, place, mean: rounded(mean), onset })));
  return themed({
    title: {
      text: 'Bounds on the 8 × 8 torus',
      subtitle: '2 × 2 block, buffer 1; bars: one standard error; rings: one per replica; dashed at T_c: the best binary H, dotted: the filters found',
    },
    description: `Bias of every bound for a fixed filter, and information and onset of trained filters; the best binary H has ${ceiling.toFixed(4)} nats`,
    spacing: 24,
    vconcat: [
      biasPanel(kept, boundAxis(bounds)),
      {
        ...ROW,
        title: 'trained filter, T_c: value',
        data: { values: replicas },
        layer: [rule(ceiling), rule(linear, DOTTED, INK), dots(boundAxis(bounds), 'mean', 'I(H:E), held out  (nats)')],
      },
      {
        ...ROW,
        title: 'trained filter, T_c: onset',
        data: { values: replicas.filter(({ mean }) => mean > ceiling / 2) },
        layer: [dots(boundAxis(bounds), 'onset', 'steps until half of the value')],
      },
    ],
  });
}

const boundAxis = (bounds: readonly string[]) => ({
  field: 'bound',
  type: 'nominal',
  sort: bounds,
  axis: { title: null, ticks: false, domain: false, labelPadding: 6 },
});

/** Estimate minus exact value by bound, with one standard error; temperatures side by side. */
function biasPanel(kept: readonly KeptRow[], y: object) {
  const temperatures = [...new Set(kept.map(({ temperature }) => temperature))].map((t) => t.toFixed(2));
  const values = kept.map(({ bound, temperature, bias, error }) => ({
    bound,
    temperature: temperature.toFixed(2),
    bias: rounded(bias),
    low: rounded(bias - error),
    high: rounded(bias + error),
  }));
  const color = {
    field: 'temperature',
    type: 'nominal',
    sort: temperatures,
    scale: { domain: temperatures, range: seriesColours(temperatures.length) },
    legend: { title: 'T', orient: 'bottom', symbolType: 'circle' },
  };
  const yOffset = { field: 'temperature', sort: temperatures, scale: { paddingInner: 0.4, paddingOuter: 0.4 } };
  const low = { field: 'low', type: 'quantitative', axis: { title: 'estimate − exact  (nats)', tickCount: 5 } };
  return {
    ...ROW,
    title: 'uniform filter, kept',
    data: { values },
    layer: [
      rule(0),
      { mark: { type: 'rule', strokeWidth: 1.2 }, encoding: { y, yOffset, color, x: low, x2: { field: 'high' } } },
      { mark: { type: 'point', filled: true, size: 28, opacity: 1 }, encoding: { y, yOffset, color, x: { field: 'bias', type: 'quantitative' } } },
    ],
  };
}

/** One ring per replica, by bound. */
function dots(y: object, field: string, title: string) {
  return {
    mark: { type: 'point', size: 18, strokeWidth: 1, opacity: 0.75, color: seriesColours(1)[0] },
    encoding: {
      y: { ...y, scale: { paddingInner: 0.45, paddingOuter: 0.25 } },
      yOffset: { field: 'place', type: 'quantitative' },
      x: { field, type: 'quantitative', scale: { zero: false, padding: 8 }, axis: { title, tickCount: 5 } },
    },
  };
}

/** Estimates of all replicas by bound, a panel for each case. */
export function gaussiansFigure({ rows, best_infonce }: GaussianComparison): FigureSpec {
  const cases = best_infonce.map(({ d, rho, estimate }) => {
    const own = rows.filter((row) => row.d === d && row.rho === rho);
    const values = own.flatMap(({ bound, replicas }) => replicas.map((mean) => ({ bound, mean: rounded(Math.max(0, mean)), below: mean < 0 })));
    const exact = own[0].exact;
    // The axis begins at zero only where an estimate is at zero: elsewhere that would hide the differences between estimates.
    const low = Math.min(...values.map(({ mean }) => mean));
    const high = Math.max(exact, ...values.map(({ mean }) => mean));
    const margin = 0.1 * (high - low);
    return { values, exact, domain: [low === 0 ? 0 : low - margin, high + margin], best: estimate.mean, steps: own[0].steps, d, rho };
  });
  const bounds = [...new Set(rows.map(({ bound }) => bound))];
  return themed({
    title: {
      text: 'Bounds on correlated normal vectors',
      subtitle: 'trained critic, batches of 128; rings: one per replica; triangles: below zero; dashed: the truth; dotted: InfoNCE with the best critic',
    },
    description: `Estimates of the information of correlated normal vectors by bound; exact: ${cases.map(({ d, rho, exact }) => `${exact.toFixed(2)} nats for d = ${d}, ρ = ${rho}`).join(', ')}`,
    spacing: 24,
    vconcat: cases.map(({ values, exact, domain, best, steps, d, rho }) => ({
      ...ROW,
      title: { text: `d = ${d}, ρ = ${rho}`, subtitle: `${exact.toFixed(2)} nats, ${steps} steps` },
      data: { values },
      layer: [
        rule(exact),
        rule(best, DOTTED, INK),
        {
          mark: { type: 'point', size: 30, strokeWidth: 1.2, opacity: 0.9, color: seriesColours(1)[0] },
          encoding: {
            y: { field: 'bound', type: 'nominal', sort: bounds, axis: { title: null, ticks: false, domain: false, labelPadding: 6 } },
            x: { field: 'mean', type: 'quantitative', scale: { domain, nice: false, zero: false }, axis: { title: 'estimate  (nats)', tickCount: 5 } },
            shape: { field: 'below', type: 'nominal', scale: { domain: [false, true], range: ['circle', 'triangle-left'] }, legend: null },
          },
        },
      ],
    })),
  });
}
