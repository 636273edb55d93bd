import { classifyFilter } from '../../src/analysis/filters/filter.ts';
import { largestEntropy } from '../../src/coarse/shape.ts';
import type { FigureSpec } from '../../src/report/draw/figure.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import type { PointSummary, Results, TrainingCurve } from '../../src/train/result/summary.ts';

const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
/** A text without its colours. */
export const plain = (text: string) => text.replace(ESCAPE, '');

/** What a figure draws. */
export const records = (spec: FigureSpec) => (spec as { data: { values: Record<string, unknown>[] } }).data.values;

/** Marks of a kind in a drawing, those of axes and legends left out: 'rect', 'symbol', 'line'. */
export function marksIn(svg: string, kind: string): number {
  const groups = svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^"]*"[^>]*>([\\s\\S]*?)</g>`, 'g'));
  return [...groups].reduce((sum, [, content]) => sum + (content.match(/<(path|line) /g)?.length ?? 0), 0);
}

/** The text of a page or drawing, with indices as they are written in one line: 'T_c'. */
export function textOf(markup: string): string {
  return markup
    .replace(/<pre[^>]*>[\s\S]*?<\/pre>|<style>[\s\S]*?<\/style>|<desc>[\s\S]*?<\/desc>/g, '')
    .replace(/<sub>(.*?)<\/sub>/g, '_$1')
    .replace(/<tspan dy="0.25em"[^>]*>(.*?)<\/tspan><tspan[^>]*>\u200b<\/tspan>/g, '_$1')
    .replace(/<[^>]*>/g, ' ');
}

/** Deterministic numbers in [-1, 1] that look irregular enough. */
function wobble(seed: number): number {
  const value = Math.sin(12.9898 * seed + 78.233) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

/** What a run on the ferromagnet would return: below T_c one bit, at T_c boundary filters, above nothing beyond buffer 0. */
export function madeUpResults(input: TrainInput = {}): Results {
  const { temperature = [1.8, 2.269185, 3.5], ...rest } = input;
  const config = { ...trainConfig({ buffer: [0, 2, 4], replicas: 3, ...rest }), temperature: [temperature].flat() };
  const { components, replicas, steps } = config;
  // Results are made up for squares alone.
  const [block, buffers] = [config.block as number, config.buffer as number[]];
  const curves: TrainingCurve[][] = [];
  const points = config.temperature.flatMap((temperature) =>
    buffers.map((buffer): PointSummary => {
      const seed = 17 * buffer + 3.7 * (Number.isFinite(temperature) ? temperature : 9);
      const reduced = temperature / 2.269185;
      const value =
        reduced < 0.9
          ? 0.6905 - 0.0004 * buffer
          : reduced < 1.1
            ? 0.545 * (buffer + 1) ** -0.19
            : Number.isFinite(reduced)
              ? 0.19 * Math.exp(-1.1 * buffer)
              : 0.0001 * wobble(seed);
      const information = { mean: value, error: 0.0008 + 0.0009 * Math.abs(wobble(seed + 1)) };
      const weight = (r: number, c: number, y: number, x: number) => {
        const noise = wobble(seed + 100 * r + 31 * c + 7 * y + x);
        const rim = y === 0 || x === 0 || y === block - 1 || x === block - 1;
        const sign = (r % 2 === 1 ? -1 : 1) * ((config.coupling ?? 1) < 0 && (x + y) % 2 === 1 ? -1 : 1);
        if (value < 0.005) return 0.2 * noise;
        if (reduced > 0.9) return sign * ((rim ? 0.36 : 0.36 / (1.8 + 0.35 * buffer)) + 0.03 * noise);
        return sign * (0.28 + 0.02 * noise);
      };
      const filters = Array.from({ length: replicas }, (_, r) =>
        Array.from({ length: components }, (_, c) => Array.from({ length: block }, (_, y) => Array.from({ length: block }, (_, x) => weight(r, c, y, x)))),
      );
      const intervals = Array.from({ length: 100 }, (_, i) => ((i + 1) * steps) / 100);
      curves.push(
        Array.from({ length: replicas }, (_, r) => ({
          step: intervals,
          objective: intervals.map(
            (step) => 1.04 * value * (1 - Math.exp(-step / (60 + 25 * r))) - 0.25 * Math.exp(-step / 12) + 0.02 * wobble(seed + step + 1000 * r),
          ),
          validation: { step: [50, 100], value: [value / 2, value] },
        })),
      );
      return {
        model: config.model.name,
        size: config.size,
        extents: [config.size ?? 0, config.size ?? 0],
        boundary: ['periodic', 'periodic'],
        alphabet: { kind: 'binary', values: [-1, 1] },
        places: (config.size ?? 0) ** 2,
        temperature: Number.isFinite(temperature) ? temperature : 'inf',
        coupling: config.coupling,
        block,
        buffer,
        shell: config.shell,
        components,
        states: config.states,
        information,
        critic: 'trained',
        unit: 'nat',
        bound: 'discrete',
        information_bits: { mean: information.mean / Math.LN2, error: information.error / Math.LN2 },
        entropy: components * Math.LN2,
        ceiling: largestEntropy(config),
        restarts: replicas,
        training: { last: 1.04 * value + 0.0031 },
        replicas: Array.from({ length: replicas }, (_, r) => ({
          mean: value - 0.002 * r,
          error: information.error,
          critic: 'trained' as const,
          measured: value - 0.002 * r,
          status: 'ok' as const,
          validation: value - 0.001 * r,
          entropy: Math.LN2,
          onset: 60 + 10 * r,
        })),
        filters,
        best: buffer === 2 ? Math.min(1, replicas - 1) : 0,
        autocorrelation: {
          energy: 5.1 + temperature,
          magnetisation_abs: 40 / temperature,
          burn: 800,
          spacing: 8,
          chains: 128,
          halves: { energy: 0.41, magnetisation_abs: -1.27 },
        },
        filter: classifyFilter(filters[0], information, config.coupling),
        verdict: information.mean < Math.max(3 * information.error, 0.005) ? 'zero' : 'converged',
      };
    }),
  );
  return {
    summary: {
      adapter: { name: 'Imagined <GPU> & sons', vendor: 'nobody', architecture: 'none', driver: 'made up 1.0', origin: 'test', software: true },
      versions: { blockspin: '0.1.0', webgpu: '0.6.2' },
      seed: config.seed,
      config,
      seconds: { compiling: 1.2, sampling: 6.5, training: 31.4, refining: 14.9, evaluating: 5.6, total: 59.6 },
      points,
    },
    curves,
  };
}
