/** Made-up results of studies whose analysis is known. */
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import type { ByRun, RunStatus, StudyData, StudyPoint } from '../../src/study/cells/data.ts';
import { type StudyConfig, type StudyInput, studyConfig } from '../../src/study/plan/config.ts';
import { fullSettings } from '../../src/study/plan/plan.ts';
import type { Verdict } from '../../src/train/result/summary.ts';
import { minus, mix, noisy, Source } from './ensembles.ts';

/** What is made up of a run, or nothing where it is not done. */
export interface MadeRun {
  information: number;
  error: number;
  /** Flat components. */
  filter: number[][];
  status?: RunStatus;
}

export interface MadeAt {
  components: number;
  temperature: number;
  buffer: number;
  run: number;
}

/** Rounded, as people write it. */
export const T_C = 2.269185;

/** A study with these runs; the first run of a point that is done counts as the chosen one. */
export function madeStudy(input: StudyInput, made: (at: MadeAt) => MadeRun | undefined): { data: StudyData; config: StudyConfig } {
  const config = studyConfig(input);
  const { train, grid, runs } = config;
  const axes = {
    components: grid.components,
    temperature: grid.temperature ?? grid.chippingRate ?? [],
    buffer: grid.buffer,
    run: Array.from({ length: runs }, (_, i) => i),
  };
  const [setting] = fullSettings(config);
  const all = axes.components.map((components) =>
    axes.temperature.map((temperature) => axes.buffer.map((buffer) => axes.run.map((run) => made({ components, temperature, buffer, run })))),
  );
  const byRun = <T>(of: (run: MadeRun) => T, missing: T): ByRun<T> => all.map((c) => c.map((t) => t.map((b) => b.map((run) => (run ? of(run) : missing)))));
  const shaped = (flat: number[]) => {
    const rows = train.model === 'chipping' ? 1 : setting.block;
    const width = flat.length / rows;
    return Array.from({ length: rows }, (_, y) => flat.slice(y * width, (y + 1) * width));
  };
  const points = all.map((c, i) =>
    c.map((t) =>
      t.map((b): StudyPoint => {
        const best = b.findIndex((run) => run !== undefined);
        const chosen = b[best];
        return {
          best: chosen ? best : undefined,
          runs: b.filter((run) => run !== undefined).length,
          information: chosen ? { mean: chosen.information, error: chosen.error } : { mean: Number.NaN, error: Number.NaN },
          entropy: Math.LN2,
          ceiling: chosen ? axes.components[i] * Math.LN2 : Number.NaN,
          verdict: chosen ? (chosen.information > 3 * chosen.error ? 'converged' : 'zero') : (undefined as Verdict | undefined),
          kind: chosen ? (chosen.information > 3 * chosen.error ? 'uniform' : 'none') : undefined,
        };
      }),
    ),
  );
  const done = all.map((c) => c.map((t) => axes.run.map((_, r) => t.every((b) => b[r] !== undefined))));
  const data: StudyData = {
    name: config.name,
    model: train.model,
    control: train.model === 'chipping' ? 'rate' : 'temperature',
    setting,
    coarse: { states: train.states ?? 2, variable: train.variable },
    axes,
    information: byRun(({ information }) => information, Number.NaN),
    error: byRun(({ error }) => error, Number.NaN),
    validation: byRun(({ information }) => information, Number.NaN),
    entropy: byRun(() => Math.LN2, Number.NaN),
    onset: byRun(() => 10, Number.NaN),
    status: byRun<RunStatus>(({ status }) => status ?? 'ok', 'missing'),
    filters: byRun<number[][][] | undefined>(({ filter }) => filter.map(shaped), undefined),
    curves: byRun<number[] | undefined>(({ information }) => [0.2, 0.8, 1].map((part) => part * information), undefined),
    curveSteps: [100, 200, 300],
    points,
    autocorrelation: all.map((c) => c.map(() => [])),
    levels: all.map((c) => c.map(() => [])),
    seconds: all.map((c) => c.map(() => 1.5)),
    done,
    provenance: {
      versions: { blockspin: 'test' },
      commit: 'none',
      seed: config.seed,
      adapters: ['nobody <b>'],
      cells: [{ index: 0, adapter: 'nobody <b>', versions: {}, commit: 'none', host: 'here', finished: '2026-01-01T00:00:00.000Z', seed: 7, seconds: 1.5 }],
    },
    figures: config.figures,
  };
  return { data, config };
}

const rim = (i: number) => i % 4 === 0 || i % 4 === 3 || i < 4 || i >= 12;

/**
 * Ising, block 4: below T_c one bit at every buffer and uniform filters of either sign; at T_c 0.6 (L_B + 2)^(-1/4) and the
 * rim three times the bulk; at 2.6 an exponential of length 2; at 4 nothing and noise.
 */
export function isingStudy(some: Partial<StudyInput> = {}, runs = 12) {
  const source = new Source(21);
  const uniform = new Array<number>(16).fill(1);
  const boundary = uniform.map((_, i) => (rim(i) ? 3 : 1));
  return madeStudy(
    { name: 'made-up', train: { size: 64, block: 4, shell: 2 }, grid: { temperature: [1.8, T_C, 2.6, 4], buffer: [0, 1, 2, 4, 6, 8] }, runs, ...some },
    ({ temperature, buffer, run }) => {
      // All runs of a point nearly agree; the chosen one is the law itself.
      const off = run === 0 ? 0 : 0.0005 * source.normal();
      const flip = run % 2 === 0 ? (f: number[]) => f : (f: number[]) => minus(f);
      if (temperature < 2) return { information: 0.69 + off, error: 0.001, filter: [flip(noisy(uniform, 0.05, source))] };
      if (temperature < 2.4) return { information: 0.6 * (buffer + 2) ** -0.25 + off, error: 0.002, filter: [flip(noisy(boundary, 0.02, source))] };
      if (temperature < 3) return { information: 0.4 * Math.exp(-buffer / 2) + off, error: 0.002, filter: [flip(noisy(uniform, 0.05, source))] };
      return { information: 0, error: 0.001, filter: [source.normals(16)] };
    },
  );
}

/** Dimers, block 4: four plaquettes at T = 0.5, a circle of electric fields at T = inf; two components hold twice as much as one, three no more. */
export function dimerStudy(runs = 80) {
  const source = new Source(22);
  const { plaquettes, fields } = dimerOperators(4);
  const peaks = [plaquettes[0], plaquettes[1], minus(plaquettes[0]), minus(plaquettes[1])];
  return madeStudy(
    {
      name: 'made-up-dimers',
      train: { model: 'dimers', size: 32, block: 4, shell: 2 },
      grid: { temperature: [0.5, 'inf'], buffer: [1, 2], components: [1, 2, 3] },
      runs,
    },
    ({ components, temperature, run }) => {
      const information = (temperature < 1 ? Math.LN2 - 0.001 : 0.1) * Math.min(2, components);
      const pair = (k: number) => {
        if (temperature < 1) return noisy(peaks[(run + k) % 4], 0.15, source);
        const angle = 2 * Math.PI * source.uniform();
        return noisy(mix(Math.cos(angle), fields[0], Math.sin(angle), fields[1]), 0.15, source);
      };
      return { information: information + 0.0005 * source.normal(), error: 0.001, filter: Array.from({ length: components }, (_, k) => pair(k)) };
    },
  );
}
