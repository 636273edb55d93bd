import { checkStopped } from '../core/async.ts';
import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import type { Thermalisation } from '../core/thermalisation.ts';
import type { Device } from '../gpu/device.ts';
import type { Clock } from '../gpu/waiting.ts';
import type { Choice } from '../model/model.ts';
import type { Chains } from '../sample/chains.ts';
import type { Configurations } from '../sample/configurations.ts';
import type { GroupRange } from '../sample/groups.ts';
import { EXPORTED, MEASURED, sampleChains, siteUpdates, spacingOf } from '../sample/policy.ts';
import type { Precision } from '../sample/precision.ts';
import type { Graph } from '../space/graph/graph.ts';
import { type Beside, NpzFile } from '../store/npz_file.ts';
import { toJson } from '../store/results.ts';
import { exportName, type SampleFile, withExport } from './export.ts';
import { foldedFor } from './fold.ts';
import { graphGiven } from './graph_model.ts';
import type { Host } from './host.ts';
import { refuseWithoutData } from './import.ts';
import { type SampleOptions, sampleOptions } from './models.ts';
import { observableLines } from './observables.ts';
import type { Given } from './options.ts';
import { refuseTaken, writeOwnFile } from './own_file.ts';
import { precisionLine, refuseUnreached } from './precision.ts';
import { sampleCourse } from './sample_course.ts';
import { sampleData } from './sample_data.ts';
import { groupsOf, type Sampler, samplerOf } from './sampler.ts';
import { ofModel } from './side_car.ts';
import { grouped } from './spending.ts';

/** The report of one temperature, or one rate of chipping. */
interface Sampled {
  temperature?: number | 'inf';
  rate?: number;
  algorithm: string;
  choice?: Choice;
  observables: Record<string, ChainEstimate | Estimate>;
  /** Sweeps before the first measurement, and between two of them. */
  burn: number;
  spacing: number;
  /** Whether no observable depends on the start any more, and the check of each. */
  thermal: boolean;
  thermalisation: Record<string, Thermalisation>;
  samples: number;
  /** With --error: the requested error, the error reached, and what ended the measurement. */
  precision?: Precision;
  /** Updates of sites, with those of the burn-in and, where chains of several points move together, those of all points. */
  updates: number;
  seconds: number;
  updates_per_second: number;
}

/** `blockspin sample`: a model, or the configurations of a file; --out writes them to a new file. */
export async function sample(host: Host, given: Given): Promise<number> {
  if (given.data !== undefined) return sampleData(host, given);
  const graph = await graphGiven(host, given);
  refuseWithoutData(given);
  const options = sampleOptions(given, graph ? { graph } : {});
  const out = exportName(given, options.points);
  if (options.model.course?.asked(options.settings)) return sampleCourse(host, given, options, out);
  await refuseTaken(host, out);
  const rows = options.samples * options.chains;
  return withExport(host, out, rows, ofModel(options), (file) => sampleModel(host, given, options, file), edgesOf(options));
}

/** The edges of the graph that the values live on, (M, 2), for an archive. */
function edgesOf({ model, settings }: SampleOptions): Beside {
  const graph = model.graph?.(settings) ?? (settings.graph as Graph | undefined);
  return graph ? { edges: { shape: [graph.edges.length, 2], data: Int32Array.from(graph.edges.flat()) } } : {};
}

/** Samples a model at one or more points and prints its observables with errors. */
async function sampleModel(host: Host, given: Given, options: SampleOptions, file: SampleFile | undefined): Promise<number> {
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const points: Sampled[] = [];
    // Points run one after another, which takes less memory.
    const together = options.model.together?.(options.settings) ?? false;
    for (const some of together ? [options.points] : options.points.map((point) => [point])) {
      host.err(
        `sampling ${options.model.name} at ${some.map((point) => `${nameOf(options)} = ${Number.isFinite(point) ? point : 'inf'}`).join(', ')} on ${device.adapter.name}\n`,
      );
      points.push(...(await samplePoints(host, device, options, some, file)));
    }
    const { model, settings, seed, start, chains } = options;
    const common = {
      adapter: device.adapter,
      versions: host.versions,
      model: model.name,
      size: settings.size,
      ...model.parameters(settings),
      chains,
      start,
      seed,
      ...(file ? { out: file.path } : {}),
    };
    // One point is the common case and the contract; several points are a list of the same objects.
    if (given.json) host.out(toJson(points.length === 1 ? { ...common, ...points[0] } : { ...common, points }));
    else host.out(foldedFor(host.terminal, points.map((point) => describe(options, point)).join('\n')));
    refuseUnreached(points.map(({ rate, temperature, precision }) => ({ place: `${nameOf(options)} = ${rate ?? temperature}`, precision })));
    return 0;
  } finally {
    device.close();
  }
}

async function samplePoints(host: Host, device: Device, options: SampleOptions, points: readonly number[], file: SampleFile | undefined): Promise<Sampled[]> {
  const scope = device.scope('sample');
  const progress = async () => checkStopped(host.signal);
  try {
    const sampler = await samplerOf(device, scope, options, points, progress);
    const sampled: Sampled[] = [];
    for (const [i, point] of points.entries()) {
      const groups = groupsOf(options);
      const range = { first: i * groups, groups };
      sampled.push(await measure(sampler, options, point, range, { clock: device.clock, file, progress }));
      await writeOwn(host, file, sampler.chains, range);
    }
    return sampled;
  } finally {
    scope.dispose();
  }
}

async function measure(
  { chains, burner, choice, start }: Sampler,
  options: SampleOptions,
  point: number,
  range: GroupRange,
  { clock, file, progress }: { clock: Pick<Clock, 'now'>; file: SampleFile | undefined; progress: () => Promise<void> },
): Promise<Sampled> {
  const began = clock.now();
  const { model, error, limit } = options;
  const { burn, spacing, series, thermalisation, precision } = await sampleChains(
    chains,
    {
      ranges: [range],
      point,
      start,
      slots: options.samples,
      spacing: options.spacing ?? spacingOf(chains, point, file ? EXPORTED : MEASURED),
      burn: options.burn,
      burner,
      ...(file ? { each: (configurations) => appendTo(file, chains, range, configurations) } : {}),
      ...(error === undefined ? {} : { until: { error, limit, observable: model.precise?.observable, clock } }),
    },
    progress,
  );
  const seconds = (clock.now() - began) / 1000;
  const slots = precision?.samples ?? options.samples;
  const updates = siteUpdates(chains, burner, range, { burn, spacing, slots });
  return {
    ...(model.control.axis === 'rate' ? { rate: point } : { temperature: Number.isFinite(point) ? point : 'inf' }),
    algorithm: chains.algorithm,
    ...(choice ? { choice } : {}),
    observables: chains.observables(series, point),
    burn,
    spacing,
    thermal: Object.values(thermalisation).every((check) => check.thermal),
    thermalisation,
    samples: slots * range.groups * chains.chainsPerGroup,
    ...(precision ? { precision } : {}),
    updates,
    seconds,
    updates_per_second: updates / seconds,
  };
}

/** Configurations of a range, in an archive with what belongs to them. */
async function appendTo(file: SampleFile, chains: Chains, range: GroupRange, configurations: Configurations): Promise<void> {
  if (file instanceof NpzFile) return file.append(configurations, await chains.beside?.(range));
  return file.append(configurations);
}

/** The last configuration of a chain beside an archive, as a file of the model's own and drawn. */
async function writeOwn(host: Host, file: SampleFile | undefined, chains: Chains, range: GroupRange): Promise<void> {
  const own = file instanceof NpzFile ? await chains.ownFile?.(range) : undefined;
  if (file && own) await writeOwnFile(host, file.path, own, 'chain');
}

function nameOf({ model }: SampleOptions): string {
  return model.control.symbol;
}

function describe(options: SampleOptions, point: Sampled): string {
  const lines = observableLines(point.observables, options.model.words);
  const felt = Object.entries(point.thermalisation).filter(([, check]) => !check.thermal);
  const starts = felt.map(
    ([name, { halves, starts: apart }]) =>
      `${name}: halves ${halves.toFixed(1)}${apart === undefined ? '' : `, starts ${apart.toFixed(1)}`} standard errors apart`,
  );
  const note = point.thermal ? [] : [`  NOT THERMAL: ${starts.join('; ')}; try a longer --burn`];
  const how = point.choice?.reason ?? point.algorithm;
  const rate = `${(point.updates_per_second / 1e6).toFixed(0)} million per second`;
  const spent = `${point.samples} samples, ${grouped(point.updates)} site updates in ${point.seconds.toFixed(1)} s, ${rate}`;
  const title = `${nameOf(options)} = ${point.rate ?? point.temperature}`;
  const sweeps = `  ${point.burn} sweeps of burn-in, ${point.spacing} between measurements`;
  return [
    title,
    ...lines,
    ...note,
    ...(point.precision ? [precisionLine(point.precision)] : []),
    ...how.split('; ').map((part) => `  ${part}`),
    sweeps,
    `  ${spent}`,
    '',
  ].join('\n');
}
