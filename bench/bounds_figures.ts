/** The figures of docs/bounds.md as specifications. */
import { seriesColours } from '../src/report/colours.ts';
import type { FigureSpec } from '../src/report/figures.ts';
import { FAINT, INK, rounded, themed } from '../src/report/theme.ts';
import type { GaussianComparison } from './bounds_gaussians.ts';
import type { IsingComparison } from './bounds_ising.ts';

const ROW = { width: 190, height: 190 };
const rule = (value: number) => ({ data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: FAINT }, encoding: { x: { datum: value } } });

/** Left: bias of the fixed filter; right: what training finds, and when. */
export function isingFigure({ frozen, trained, ceiling }: IsingComparison): FigureSpec {
  const bounds = trained.map(({ bound }) => bound);
  const temperatures = [...new Set(frozen.map(({ temperature }) => temperature))].map((t) => t.toFixed(2));
  const y = (title: string | null) => ({ field: 'bound', type: 'nominal', sort: bounds, axis: { title, ticks: false, domain: false, labelPadding: 6 } });
  const biases = frozen.map(({ bound, temperature, bias, error }) => ({
    bound,
    temperature: temperature.toFixed(2),
    bias: rounded(bias),
    low: rounded(bias - error),
    high: rounded(bias + error),
  }));
  const replicas = trained.flatMap(({ bound, replicas: all }) => all.map(({ mean, onset }, place) => ({ bound, place, mean: rounded(mean), onset })));
  const colour = {
    field: 'temperature',
    type: 'nominal',
    sort: temperatures,
    scale: { domain: temperatures, range: seriesColours(temperatures.length) },
    legend: { title: 'T', orient: 'bottom', symbolType: 'circle' },
  };
  const apart = { field: 'temperature', sort: temperatures, scale: { paddingInner: 0.4, paddingOuter: 0.4 } };
  return themed({
    title: { text: 'Bounds on the 8 × 8 torus', subtitle: '2 × 2 block, buffer 1; bars: one standard error; dots at the right: one per replica' },
    description: 'Bias of every bound for a fixed filter, and information and onset of trained filters',
    spacing: 24,
    hconcat: [
      {
        ...ROW,
        title: 'uniform filter, kept',
        data: { values: biases },
        layer: [
          rule(0),
          {
            mark: { type: 'rule', strokeWidth: 1.2 },
            encoding: {
              y: y(null),
              yOffset: apart,
              color: colour,
              x: { field: 'low', type: 'quantitative', axis: { title: 'estimate − exact  (nats)', tickCount: 5 } },
              x2: { field: 'high' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 28, opacity: 1 },
            encoding: { y: y(null), yOffset: apart, color: colour, x: { field: 'bias', type: 'quantitative' } },
          },
        ],
      },
      {
        ...ROW,
        title: 'trained filter, T_c: value',
        data: { values: replicas },
        layer: [rule(ceiling.binary), dots(y(null), 'mean', 'I(H:E), held out  (nats)')],
      },
      {
        ...ROW,
        title: 'trained filter, T_c: onset',
        data: { values: replicas.filter(({ mean }) => mean > ceiling.binary / 2) },
        layer: [dots(y(null), 'onset', 'steps until half of the value')],
      },
    ],
  });
}

function dots(y: object, field: string, title: string) {
  return {
    mark: { type: 'point', size: 18, strokeWidth: 1, opacity: 0.75, color: seriesColours(1)[0] },
    encoding: { y, yOffset: { field: 'place', type: 'quantitative' }, x: { field, type: 'quantitative', axis: { title, tickCount: 5 } } },
  };
}

/** Estimates of all replicas as parts of the truth, by case. */
export function gaussiansFigure({ rows, best_infonce }: GaussianComparison): FigureSpec {
  const cases = best_infonce.map(({ d, rho, estimate }) => {
    const own = rows.filter((row) => row.d === d && row.rho === rho);
    return { own, exact: own[0].exact, best: estimate.mean, steps: own[0].steps, d, rho };
  });
  const bounds = cases[0].own.map(({ bound }) => bound);
  return themed({
    title: {
      text: 'Bounds on correlated normal vectors',
      subtitle: 'trained critic, batches of 128; dots: one per replica; dashed: the truth; dotted: InfoNCE with the best critic',
    },
    description: 'Estimates of the information of correlated normal vectors by bound, with the exact value',
    spacing: 24,
    hconcat: cases.map(({ own, exact, best, steps, d, rho }) => ({
      ...ROW,
      title: { text: `d = ${d}, ρ = ${rho}`, subtitle: `${exact.toFixed(2)} nats, ${steps} steps` },
      data: { values: own.flatMap(({ bound, replicas }) => replicas.map((mean) => ({ bound, mean: rounded(mean) }))) },
      layer: [
        rule(exact),
        { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [1, 3], color: INK }, encoding: { x: { datum: best } } },
        {
          mark: { type: 'point', size: 30, strokeWidth: 1.2, opacity: 0.9, color: seriesColours(1)[0] },
          encoding: {
            y: { field: 'bound', type: 'nominal', sort: bounds, axis: { title: null, ticks: false, domain: false, labelPadding: 6 } },
            x: { field: 'mean', type: 'quantitative', axis: { title: 'estimate  (nats)', tickCount: 5 } },
          },
        },
      ],
    })),
  });
}
