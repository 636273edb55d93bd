import { type ExactInformation, exactChain, exactGaussian, exactIsing } from '../exact/exact.ts';
import { exactFurther, type FurtherInformation } from '../exact/further.ts';
import type { ExactIsingOptions } from '../exact/ising.ts';
import { toJson } from '../store/results.ts';
import { describeMatchings } from './exact_dimers.ts';
import { type ExactOptions, exactOptions, type PlainOptions } from './exact_options.ts';
import type { SystemReport } from './exact_systems.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/** The report of one point: the system it was computed for, and the informations in nats. */
type Point = Record<string, unknown> & ExactInformation & Partial<FurtherInformation> & Partial<SystemReport>;

/** A request of any kind, ready to be computed point by point. */
interface Job {
  common: Record<string, unknown>;
  points: readonly { parameters: Record<string, unknown>; title: string; run(): object | Promise<object> }[];
  /** A point in text. */
  describe(title: string, point: Record<string, unknown>): string;
}

/** `blockspin exact`: exact informations of a small system, without a GPU. It holds nothing worth saving: a signal ends it at once. */
export async function exact(host: Host, given: Given): Promise<number> {
  const options = await exactOptions(host, given);
  const job = jobOf(options);
  const points: Record<string, unknown>[] = [];
  for (const { parameters, run } of job.points) {
    const began = performance.now();
    const information = await run();
    points.push({ ...parameters, ...information, seconds: (performance.now() - began) / 1000 });
  }
  const common = { versions: host.versions, model: options.model, ...job.common, unit: 'nats' };
  // As for sample: one point is one object, several are a list of the same objects.
  if (given.json) host.out(toJson(points.length === 1 ? { ...common, ...points[0] } : { ...common, points }));
  else host.out(points.map((point, index) => job.describe(job.points[index].title, point)).join('\n'));
  return 0;
}

function jobOf(options: ExactOptions): Job {
  if ('matchings' in options) return { ...options.matchings, describe: describeMatchings };
  const describeWith = (filter: string) => (title: string, point: Record<string, unknown>) => describe(title, filter, point as Point);
  if ('system' in options) return { ...options.system, describe: describeWith(`${options.system.filter} filter`) };
  if ('field' in options) return { ...options.field, describe: describeWith(`${options.field.filter} filter`) };
  const filter = options.model === 'gaussian' ? 'sign of any linear function' : `${options.filterName} filter${options.filter.soft ? ', soft' : ''}`;
  const points = Array.from(options.points.keys(), (index) => {
    const own = parameters(options, index);
    return { parameters: own, title: title(options, own), run: () => compute(options, index) };
  });
  return { common: shared(options), points, describe: describeWith(filter) };
}

async function compute(options: PlainOptions, index: number): Promise<ExactInformation> {
  if (options.model === 'ising') {
    const [point, { filter, further }] = [options.points[index], options];
    return { ...(await exactIsing(point, filter)), ...(further ? await exactFurther(point, filter) : {}) };
  }
  if (options.model === 'chain') return exactChain(options.points[index], options.filter);
  return exactGaussian(options.points[index]);
}

const finite = (value: number) => (Number.isFinite(value) ? value : 'inf');

/** Fields that all points have in common. */
function shared(options: PlainOptions): Record<string, unknown> {
  if (options.model === 'gaussian') return { dimension: options.points[0].dimension };
  const { filter, filterName } = options;
  const [{ block, coupling }] = options.points;
  const size = options.model === 'ising' ? options.points[0].size : finite(options.points[0].size);
  const more = options.model === 'ising' ? ofLattice(options.points[0]) : {};
  return { size, block, ...more, coupling, filter: { name: filterName, ...filter } };
}

/** Fields of lattices only: boundaries, and a field and fixed bonds if present. */
function ofLattice({ boundary, field, bonds, shell }: ExactIsingOptions): Record<string, unknown> {
  return { boundary, ...(field === undefined ? {} : { field }), ...(bonds ? { bonds } : {}), ...(shell === undefined ? {} : { shell }) };
}

function parameters(options: PlainOptions, index: number): Record<string, unknown> {
  if (options.model === 'gaussian') return { correlation: options.points[index].correlation };
  const { buffer, temperature } = options.points[index];
  return { buffer, temperature: finite(temperature) };
}

function describe(title: string, filter: string, point: Point): string {
  const line = (name: string, nats: number, note = '') => `  ${name.padEnd(8)} ${nats.toFixed(9)} nats  ${(nats / Math.LN2).toFixed(9)} bits${note}`;
  const { best_binary: best, best_further: further, best_joint: joint, entropy_V, entropy_H, log_partition, information_VE_given_place: given } = point;
  const weights = best.weights ? [`           ${best.weights.map((row) => row.join(' ')).join(' / ')}, threshold ${best.threshold}`] : [];
  return [
    `${title}, exact`,
    line('I(V:E)', point.information_VE),
    ...(given === undefined ? [] : [line('', given, '  mean of I(V:E) at each place')]),
    line('I(H:E)', point.information_HE, `  ${filter}`),
    line('best H', best.value, `  ${best.function}`),
    ...weights,
    `           the best of ${best.family}`,
    ...(further ? [line('further', further.gain, `  beyond the filter: ${further.function}, the best of all functions of the block`)] : []),
    ...(joint ? [line('together', joint.value, `  best H of ${joint.states} states: ${joint.parts.map((part) => part.join(' ')).join(' | ')}`)] : []),
    ...(entropy_V === undefined ? [] : [line('H(V)', entropy_V)]),
    ...(entropy_H === undefined ? [] : [line('H(H)', entropy_H)]),
    ...(log_partition === undefined ? [] : [`  ln Z     ${log_partition.toFixed(9)}`]),
    '',
  ].join('\n');
}

function title(options: PlainOptions, point: Record<string, unknown>): string {
  if (options.model === 'gaussian') return `${options.points[0].dimension} pairs of normal variables, correlation ${point.correlation}`;
  const place = `buffer ${point.buffer}, T = ${point.temperature}, J = ${options.points[0].coupling}`;
  if (options.model === 'chain') {
    const { size, block } = options.points[0];
    return `${Number.isFinite(size) ? `ring of ${size}` : 'infinite chain'}, ${block} spin${block === 1 ? '' : 's'}, ${place}`;
  }
  const { size, block, boundary, field = 0, bonds, shell } = options.points[0];
  const more = [
    ...(field === 0 ? [] : [`B = ${field}`]),
    ...(bonds ? [`${bonds.filter((sign) => sign < 0).length} of ${bonds.length} bonds -J, block anywhere`] : []),
    ...(shell === undefined ? [] : [`shell ${shell}`]),
  ];
  return `${size.join(' x ')} ${boundary === 'periodic' ? 'torus' : boundary === 'cylinder' ? 'cylinder' : 'open lattice'}, ${block.join(' x ')} block, ${[place, ...more].join(', ')}`;
}
