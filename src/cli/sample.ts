import { checkStopped } from '../core/async.ts';
import { BlockspinError } from '../core/errors.ts';
import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import { runInPieces } from '../gpu/pieces.ts';
import { Plan } from '../gpu/plan.ts';
import { CHAINS_PER_GROUP } from '../sample/chains.ts';
import { IsingChains } from '../sample/ising.ts';
import { CRITICAL_TEMPERATURE, checkIsing } from '../sample/ising_options.ts';
import type { NpyFile } from '../store/npy_file.ts';
import { toJson } from '../store/results.ts';
import { exportName, exportSamples, withExport } from './export.ts';
import type { Host } from './host.ts';
import { refuseWithoutData } from './import.ts';
import type { Given } from './options.ts';
import { sampleData } from './sample_data.ts';

interface Sampled {
  temperature: number | 'inf';
  observables: Record<string, ChainEstimate | Estimate>;
  samples: number;
  seconds: number;
  updates_per_second: number;
}

const DEFAULTS = { model: 'ising', size: 64, temperature: [CRITICAL_TEMPERATURE], coupling: 1, chains: 128, samples: 64, seed: 1 };

/** `blockspin sample`: a model, or the configurations of a file; writes them to a new file where --out asks for it. */
export async function sample(host: Host, given: Given): Promise<number> {
  if (given.data !== undefined) return sampleData(host, given);
  const options = { ...DEFAULTS, ...(given as Partial<typeof DEFAULTS>) };
  checkSample(options);
  refuseWithoutData(given);
  const out = exportName(given, options.temperature);
  return withExport(host, out, options.samples * options.chains, (file) => sampleModel(host, given, options, file));
}

/** Samples a model at one or more temperatures and prints its observables with errors. */
async function sampleModel(host: Host, given: Given, options: typeof DEFAULTS, file: NpyFile | undefined): Promise<number> {
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const points: Sampled[] = [];
    for (const temperature of options.temperature) {
      host.err(`sampling T = ${temperature} on ${device.adapter.name}\n`);
      const scope = device.scope('sample');
      try {
        const groups = options.chains / CHAINS_PER_GROUP;
        const chains = new IsingChains(scope, { ...options, temperatures: new Array<number>(groups).fill(temperature) });
        points.push(await measure(host, chains, temperature, options.samples, groups, file));
      } finally {
        scope.dispose();
      }
    }
    const { model, size, coupling, seed } = options;
    const common = { adapter: device.adapter, versions: host.versions, model, size, coupling, seed, ...(file ? { out: file.path } : {}) };
    // One temperature is the common case and the contract; a list comes as a list of the same objects.
    if (given.json) host.out(toJson(points.length === 1 ? { ...common, ...points[0] } : { ...common, points }));
    else host.out(points.map(describe).join('\n'));
    return 0;
  } finally {
    device.close();
  }
}

async function measure(host: Host, chains: IsingChains, temperature: number, samples: number, groups: number, file: NpyFile | undefined): Promise<Sampled> {
  const start = performance.now();
  const range = { first: 0, groups };
  const burn = chains.relaxation(temperature);
  // The burn-in is eight autocorrelation times. Samples for others to use are two of them apart, nearly independent.
  const spacing = Math.max(1, Math.round(burn / (file ? 4 : 16)));
  const progress = async () => checkStopped(host.signal);
  const plan = new Plan(chains.state.device, 'burn-in');
  chains.recordSweep(plan, [range]);
  await plan.compile();
  await runInPieces(plan, burn, progress);
  const series = file ? await exportSamples(file, chains, range, samples, spacing, progress) : await chains.measure(range, samples, spacing, progress);
  const observables = chains.observables(series, temperature);
  const seconds = (performance.now() - start) / 1000;
  const updates = (burn + samples * spacing) * groups * CHAINS_PER_GROUP * chains.sites;
  return {
    temperature: Number.isFinite(temperature) ? temperature : 'inf',
    observables,
    samples: samples * groups * CHAINS_PER_GROUP,
    seconds,
    updates_per_second: updates / seconds,
  };
}

function checkSample({ model, size, coupling, temperature, chains, samples, seed }: typeof DEFAULTS): void {
  if (model !== 'ising') throw new BlockspinError({ who: '--model', expected: 'ising', got: model, remedy: 'use --model ising' });
  checkIsing({ size, coupling, temperatures: temperature });
  for (const [name, value, least, most] of [
    ['chains', chains, 32, 1_048_576],
    ['samples', samples, 2, 1_000_000],
    ['seed', seed, 0, Number.MAX_SAFE_INTEGER],
  ] as const) {
    const multiple = name === 'chains' ? CHAINS_PER_GROUP : 1;
    if (!(Number.isInteger(value) && value >= least && value <= most && value % multiple === 0)) {
      throw new BlockspinError({
        who: `--${name}`,
        expected: `${multiple > 1 ? `a multiple of ${multiple}` : 'a whole number'} from ${least} to ${most}`,
        got: value,
        remedy: `use for example --${name} ${DEFAULTS[name]}`,
      });
    }
  }
}

function describe({ temperature, observables, samples, seconds, updates_per_second }: Sampled): string {
  const lines = Object.entries(observables).map(([name, value]) => {
    const tau = 'tau' in value ? `  tau ${value.tau.toFixed(1)} sweeps${value.reliable ? '' : '  UNRELIABLE: series shorter than 10 tau'}` : '';
    return `  ${name.padEnd(22)} ${value.mean.toFixed(6)} ± ${value.error.toFixed(6)}${tau}`;
  });
  const rate = `${samples} samples in ${seconds.toFixed(1)} s, ${(updates_per_second / 1e6).toFixed(0)} million spin updates per second`;
  return [`T = ${temperature}`, ...lines, `  ${rate}`, ''].join('\n');
}
