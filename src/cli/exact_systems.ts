/** `exact` on systems that are summed factor by factor: any lattice or graph, sites with q states, links, rings in time. */
import { BlockspinError } from '../core/errors.ts';
import { anglePairs, equalPairs, exclusionPairs, type Pairs, spinPairs, vacancyPairs } from '../exact/sum/pairs.ts';
import { systemInformation } from '../exact/system/information.ts';
import { coverings, plaquettes } from '../exact/system/links.ts';
import type { Region } from '../exact/system/region.ts';
import { RULES, ringJoint } from '../exact/system/ring.ts';
import type { ExactSpace } from '../exact/system/space.ts';
import {
  checkMixture,
  checkStates,
  checkSystem,
  exactMixture,
  exactSystem,
  type MixtureResult,
  pairSystem,
  type System,
  type SystemResult,
  systemRegion,
  systemWindows,
} from '../exact/system/system.ts';
import { CRITICAL_TEMPERATURE } from '../model/ising/options.ts';
import { type CoarseRequest, coarseRequest } from './exact_filter.ts';
import { boundariesOf, isAnywhere, placeOf, sidesOf, spaceOf } from './exact_place.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import type { Given } from './options.ts';

/** The models of this file. */
export type SystemModel = 'ising' | 'potts' | 'clock' | 'blume-capel' | 'gauge' | 'dimers' | 'glauber' | 'hard-cores';

/** What a point prints beside its parameters. */
export type SystemReport = Omit<SystemResult, 'log_partition'> & Partial<MixtureResult>;

/** One point: everything is checked, nothing is computed. */
interface SystemPoint {
  parameters: Record<string, unknown>;
  title: string;
  run(): Promise<SystemReport>;
}

/** A request: what all points have in common, and the points. */
export interface SystemRequest {
  common: Record<string, unknown>;
  filter: string;
  points: SystemPoint[];
}

/** What a point has of its own: a temperature, or the activity of particles. */
interface Control {
  coupling: number;
  temperature: number;
  activity: number;
}

const finite = (value: number) => (Number.isFinite(value) ? value : 'inf');
const number = (given: Given, name: keyof Given, usual: number) => (given[name] as number | undefined) ?? usual;
const lists = (given: Given, name: 'buffer' | 'temperature' | 'activity', usual: number) => (given[name] as number[] | undefined) ?? [usual];

/**
 * Fills in defaults, reads files and checks all points, sizes included.
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export async function systemRequest(host: Host, model: SystemModel, given: Given): Promise<SystemRequest> {
  if (model === 'glauber') return ringRequest(host, given);
  refuseDisorder(given);
  const place = await placeOf(host, given);
  const make = await makerOf(host, model, given);
  const controls = controlsOf(model, given);
  const points: SystemPoint[] = [];
  let coarse: CoarseRequest | undefined;
  for (const buffer of lists(given, 'buffer', 0)) {
    for (const control of controls) {
      const system = make(control);
      const located = locate(system, given, { ...place, buffer });
      coarse ??= await coarseRequest(host, given, shapeOf(model, system, located.regions[0], given), usualFilter(model, system));
      const { map } = coarse;
      const parameters = {
        ...(given.sites === undefined ? { buffer } : {}),
        ...(model === 'dimers' ? {} : model === 'hard-cores' ? { activity: control.activity } : { temperature: finite(control.temperature) }),
        ...located.shown,
      };
      points.push({ parameters, title: titleOf(model, given, system, located.regions[0], parameters), run: () => located.run(map) });
    }
  }
  const { shown, name } = coarse as CoarseRequest;
  return { common: { ...commonOf(model, given, make({ ...controls[0], temperature: 1 }).space), filter: shown }, filter: name, points };
}

/** @throws BlockspinError for activities that are not positive */
function controlsOf(model: SystemModel, given: Given): Control[] {
  const coupling = number(given, 'coupling', 1);
  if (model !== 'hard-cores') {
    const usual = model === 'ising' ? CRITICAL_TEMPERATURE : model === 'dimers' ? Number.POSITIVE_INFINITY : 1;
    return lists(given, 'temperature', usual).map((temperature) => ({ coupling, temperature, activity: 1 }));
  }
  return lists(given, 'activity', 1).map((activity) => {
    if (activity > 0 && Number.isFinite(activity)) return { coupling, temperature: 1, activity };
    throw new BlockspinError({ setting: 'activity', expected: 'a number above 0', got: activity, remedy: 'use for example --activity 1' });
  });
}

/** Fixed bonds are those of square tori with the block anywhere. */
function refuseDisorder(given: Given): void {
  const name = (['disorder', 'seed'] as const).find((one) => given[one] !== undefined);
  if (name === undefined) return;
  const remedy = 'leave it out, or give the couplings of a graph with --edges';
  throw new BlockspinError({ who: `--${name}`, expected: 'a square torus in the plane without a place of its own', got: 'another system', remedy });
}

/** Makes the system of a point. */
async function makerOf(host: Host, model: SystemModel, given: Given): Promise<(control: Control) => System & { pairs?: Pairs }> {
  if (model === 'gauge' || model === 'dimers') {
    const sides = sidesOf(given);
    const boundary = boundariesOf(given, sides.length);
    return ({ coupling, temperature }) =>
      model === 'gauge'
        ? { ...plaquettes(sides, boundary, { coupling, temperature }), labels: ['-', '+'] }
        : { ...coverings(sides, boundary), labels: ['0', '1'] };
  }
  const space = await spaceOf(host, given);
  if (model === 'hard-cores') {
    // Neighbours exclude each other, whatever couplings a file gives them.
    const neighbours = { ...space, bonds: space.bonds.map(([a, b]) => [a, b, 1] as const) };
    return ({ activity }) => ({ ...pairSystem(neighbours, exclusionPairs(activity), { coupling: 1, temperature: 1 }), pairs: exclusionPairs(activity) });
  }
  const field = number(given, 'field', 0);
  const states = number(given, 'q', model === 'clock' ? 6 : 3);
  checkStates(states);
  const pairs =
    model === 'potts'
      ? equalPairs(states, field)
      : model === 'clock'
        ? anglePairs(states, field)
        : model === 'blume-capel'
          ? vacancyPairs(number(given, 'crystal-field', 0), field)
          : spinPairs(field);
  return (couplings) => ({ ...pairSystem(space, pairs, couplings), pairs });
}

/** The block at its place, or at all places. */
function locate(system: System, given: Given, place: Awaited<ReturnType<typeof placeOf>> & { buffer: number }) {
  if (isAnywhere(given)) {
    const windows = systemWindows(system, place.block ?? [2], place.buffer, place.shell);
    checkMixture(system, windows);
    return {
      regions: windows as Region[],
      shown: { places: windows.map(({ at }) => at), shell: place.shell ?? 1 },
      run: (map: CoarseRequest['map']): Promise<SystemReport> => exactMixture(system, windows, map),
    };
  }
  const region = systemRegion(system, place);
  checkSystem(system, region);
  const { block, environment, buffer } = region;
  return {
    regions: [region],
    shown: { sites: { block, buffer, environment } },
    run: (map: CoarseRequest['map']): Promise<SystemReport> => exactSystem(system, region, map),
  };
}

function shapeOf(model: SystemModel, { space, labels, pairs }: System & { pairs?: Pairs }, { block }: Region, given: Given) {
  const values = pairs ? pairs.values : model === 'gauge' ? [-1, 1] : undefined;
  const box = given.centre === undefined && given.sites === undefined && space.cells?.sides.length === 2 && space.cells.basis === 1;
  const sides = box ? blockOf(given, 2) : undefined;
  const whole = sides && sides[0] * sides[1] === block.length;
  return { sites: block.length, states: labels.length, ...(values ? { values } : {}), ...(whole ? { sides } : {}) };
}

/** Sides of a box. */
function blockOf(given: Given, axes: number): number[] {
  const block = (given.block as number[] | undefined) ?? [2];
  return block.length === 1 ? Array.from({ length: axes }, () => block[0]) : block;
}

/** States that stand for no numbers have no sign: the state that most sites are in is H; on links H is all of V. */
const usualFilter = (model: SystemModel, { pairs }: System & { pairs?: Pairs }) =>
  model === 'gauge' || model === 'dimers' ? 'state' : pairs?.values ? 'uniform' : 'plurality';

/** Fields that all points have in common. */
function commonOf(model: SystemModel, given: Given, { cells, sites }: ExactSpace): Record<string, unknown> {
  const boundary = cells?.boundary;
  return {
    ...(cells
      ? { size: cells.sides, boundary: boundary?.every((one) => one === boundary[0]) ? boundary[0] : boundary }
      : { edges: given.graph ?? given.edges, nodes: sites }),
    ...(cells && model !== 'gauge' && model !== 'dimers' ? { lattice: given.lattice ?? 'square' } : {}),
    ...(given.holes === undefined ? {} : { holes: given.holes }),
    ...(cells && given.centre === undefined && given.sites === undefined ? { block: blockOf(given, cells.sides.length) } : {}),
    ...(given.at === undefined ? {} : { at: isAnywhere(given) ? 'anywhere' : [given.at].flat().map(Number) }),
    ...(model === 'dimers' || model === 'hard-cores' ? {} : { coupling: number(given, 'coupling', 1) }),
    ...(model === 'potts' || model === 'clock' ? { q: number(given, 'q', model === 'clock' ? 6 : 3) } : {}),
    ...(model === 'blume-capel' ? { crystal_field: number(given, 'crystal-field', 0) } : {}),
    ...(given.field === undefined ? {} : { field: given.field }),
    ...(given.shell === undefined ? {} : { shell: given.shell }),
    ...(given.metric === undefined ? {} : { metric: given.metric }),
  };
}

function titleOf(model: SystemModel, given: Given, { space }: System, { block, environment }: Region, parameters: Record<string, unknown>): string {
  const { cells, sites } = space;
  const where = cells ? `${cells.sides.join(' x ')} ${given.lattice ?? 'lattice'}, ${[...new Set(cells.boundary)].join(' and ')}` : `graph of ${sites} nodes`;
  const numbers = `${block.length} of ${sites} values in V, ${environment.length} in E`;
  const names = { buffer: 'buffer', temperature: 'T =', activity: 'z =' };
  const rest = Object.entries(names).flatMap(([key, name]) => (key in parameters ? [`${name} ${parameters[key]}`] : []));
  return [`${model}, ${where}${isAnywhere(given) ? ', block anywhere' : ''}`, numbers, ...rest].join(', ');
}

/** A ring in time: one object for each temperature. */
async function ringRequest(host: Host, given: Given): Promise<SystemRequest> {
  const [size, ...more] = (given.size as number[] | undefined) ?? [8];
  const [block, ...sides] = (given.block as number[] | undefined) ?? [2];
  if (more.length + sides.length > 0) {
    const who = more.length > 0 ? '--size' : '--block';
    throw new BlockspinError({ who, expected: 'one number for a ring', got: String(given[who.slice(2) as 'size']), remedy: `write for example ${who} 8` });
  }
  const rule = oneOf('rule', given.rule ?? 'evenodd', RULES);
  const [lag, coupling] = [number(given, 'lag', 1), number(given, 'coupling', 1)];
  const all = lists(given, 'temperature', 1).map((temperature) => ({ size, block, lag, rule, coupling, temperature }));
  all.forEach(ringJoint);
  const coarse = await coarseRequest(host, given, { sites: block, states: 2, values: [-1, 1] }, 'uniform');
  const points = all.map((options) => ({
    parameters: { temperature: finite(options.temperature) },
    title: `ring of ${size}, ${rule}, ${block} in V, E the ring ${lag} step${lag === 1 ? '' : 's'} later, T = ${options.temperature}`,
    run: () => systemInformation(ringJoint(options), ['-', '+'], coarse.map, async () => {}),
  }));
  return { common: { size, block, rule, lag, coupling, filter: coarse.shown }, filter: coarse.name, points };
}
