/** `exact` on the perfect matchings of a graph: numbers and edges alone, or a block of edges and its surroundings. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { placesMap, signBlockMap } from '../exact/matching/coarse.ts';
import { type DimerInformation, dimerInformation } from '../exact/matching/information.ts';
import type { BlockMap } from '../exact/matching/joint.ts';
import { matchingsOf } from '../exact/matching/matchings.ts';
import { listMap } from '../exact/system/coarse.ts';
import { chosenCentre } from '../space/graph/centre.ts';
import type { Graph } from '../space/graph/graph.ts';
import { type NodeNames, nodesNamed } from '../space/graph/labels.ts';
import { edgeShell } from '../space/graph/shell.ts';
import { readSites } from '../store/sites_file.ts';
import { coarseGiven } from './exact_filter.ts';
import { graphOf, refuseBeside } from './exact_place.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/** Where V and E lie. */
interface Cut {
  readonly block: readonly number[];
  readonly environment: readonly number[];
}

/** What a point prints. */
type DimerReport = Record<string, unknown> & { log_partition: number };

/** A request: what all points have in common, and the points. */
export interface DimerRequest {
  readonly common: Record<string, unknown>;
  readonly points: readonly { parameters: Record<string, unknown>; title: string; run(): Promise<DimerReport> }[];
}

/** Whether options ask for matchings of a graph rather than for coverings of a lattice. */
export const isOfGraph = (given: Given): boolean => given.graph !== undefined || given.edges !== undefined;

/** Most edges of a block whose states a list names. */
const MOST_LISTED = 16;

/**
 * Reads graph, block and filter.
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export async function dimerRequest(host: Host, given: Given): Promise<DimerRequest> {
  refuseBeside(given.graph === undefined ? 'edges' : 'graph', ['metric'], given);
  const graph = await graphOf(host, given);
  const common = { graph: graph.name ?? (given.graph as string), nodes: graph.nodes, edges: graph.edges.length };
  const cuts = await cutsOf(host, given, graph);
  if (cuts.length === 0) return { common, points: [{ parameters: {}, title: titleOf(graph), run: async () => counts(graph) }] };
  const { map, shown } = await blockMap(host, given, cuts[0].cut.block.length);
  const states = given.states as number[] | undefined;
  const samples = given.samples as number | undefined;
  const draws = samples === undefined ? undefined : { samples, seed: (given.seed as number | undefined) ?? 1 };
  const points = cuts.map(({ cut, buffer }) => ({
    parameters: { ...(buffer === undefined ? {} : { buffer }), sites: cut },
    title: `${titleOf(graph)}, ${cut.block.length} edges in V, ${cut.environment.length} in E${buffer === undefined ? '' : `, buffer ${buffer}`}`,
    run: async () => reportOf(dimerInformation(graph, cut, { map, states, draws })),
  }));
  return { common: { ...common, filter: shown }, points };
}

const titleOf = ({ name, nodes, edges }: Graph) => `perfect matchings of ${name ?? 'a graph'}, ${nodes} nodes, ${edges.length} edges`;

/** Lists of edges, or edges around a node; none where neither is asked for. */
async function cutsOf(host: Host, given: Given, graph: Graph): Promise<{ cut: Cut; buffer?: number }[]> {
  if (given.sites !== undefined) {
    refuseBeside('sites', ['centre', 'radius', 'level', 'buffer', 'shell'], given);
    const { block, environment } = await readSites(host.files, given.sites as string);
    return [{ cut: { block, environment } }];
  }
  if (given.centre === undefined) {
    const name = (['radius', 'level', 'buffer', 'shell', 'filter', 'states', 'samples'] as const).find((one) => given[one] !== undefined);
    if (name === undefined) return [];
    const expected = phrase`${setting('centre')} or ${setting('sites')} beside it`;
    throw new BlockspinError({ setting: name, expected, got: 'neither', remedy: phrase`give for example ${setting('centre', 0)}` });
  }
  const centre = given.centre === 'auto' ? [chosenCentre(graph).centre] : nodesNamed(graph, given.centre as NodeNames);
  if (centre.length !== 1) {
    const expected = `one node from 0 to ${graph.nodes - 1}, around which the edges of the block lie`;
    throw new BlockspinError({ setting: 'centre', expected, got: centre.join(','), remedy: phrase`list edges in a file for ${setting('sites')}` });
  }
  if (given.radius !== undefined) refuseBeside('radius', ['level'], given);
  const where = given.level === undefined ? { radius: (given.radius as number | undefined) ?? 1 } : { level: given.level as number };
  const depth = given.shell === undefined || given.shell === 'rest' ? 'full' : (given.shell as number);
  return ((given.buffer as number[] | undefined) ?? [0]).map((buffer) => {
    const { block, environment } = edgeShell(graph, { centre: centre[0], ...where, buffer, depth });
    return { buffer, cut: { block, environment } };
  });
}

/** H of a block of edges, -1 or 1 each; V itself unless given. */
async function blockMap(host: Host, given: Given, edges: number): Promise<{ map?: BlockMap; shown: Record<string, unknown> }> {
  const { name, list, weights, bias, soft } = await coarseGiven(host, given, { sites: edges, states: 2, values: [-1, 1] }, 'state');
  if (weights) return { map: signBlockMap(weights, bias, soft), shown: { name, weights, bias, soft } };
  if (list === undefined && name === 'state') return { shown: { name } };
  if (list !== undefined && edges <= MOST_LISTED) return { map: placesMap(listMap(list, edges, 2)), shown: { name, map: list } };
  const expected = `state, uniform or a file of weights${list === undefined ? '' : `: a list has a block of at most ${MOST_LISTED} edges`}`;
  throw new BlockspinError({ setting: 'filter', expected, got: list === undefined ? name : `${edges} edges`, remedy: 'use for example --filter uniform' });
}

/** ln Z and how probable each edge is. */
function counts(graph: Graph): DimerReport {
  const matchings = matchingsOf(graph);
  return { method: matchings.method, log_partition: matchings.logPartition, edge_probabilities: [...matchings.edgeProbabilities()] };
}

function reportOf({ classes, best, ...rest }: DimerInformation): DimerReport {
  const [two] = best.filter(({ states }) => states === 2);
  const names = (part: readonly number[]) => part.flatMap((k) => classes[k].states.slice(0, 1)).join(', ');
  const family = `all functions of the ${classes.length} classes of V that E can tell apart`;
  return {
    ...rest,
    classes: [...classes],
    ...(two ? { best_binary: { value: two.value, function: `+ for the classes of ${names(two.parts[1] ?? [])}`, family } } : {}),
    best: best.map((one) => ({ ...one, parts: one.parts.map((part) => [...part]) })),
  };
}

/** A point in text. */
export function describeMatchings(title: string, point: Record<string, unknown>): string {
  const line = (name: string, nats: number, note = '') => `  ${name.padEnd(8)} ${nats.toFixed(9)} nats  ${(nats / Math.LN2).toFixed(9)} bits${note}`;
  const error = (nats: number | undefined) => (nats === undefined ? '' : `  +- ${nats.toFixed(6)} nats`);
  const { log_partition, method, edge_probabilities } = point as { log_partition: number; method: string; edge_probabilities?: number[] };
  const head = [`${title}, exact by ${method === 'enumeration' ? 'enumeration' : `signs of the ${method}`}`, `  ln Z     ${log_partition.toFixed(9)}`];
  if (edge_probabilities) {
    const frozen = edge_probabilities.filter((p) => p < 1e-12 || p > 1 - 1e-12).length;
    return [...head, `  ${edge_probabilities.length} edges, ${frozen} of them in all matchings or in none; --json lists how probable each is`, ''].join('\n');
  }
  const { information_VE, information_HE, information_VE_error, information_HE_error, entropy_V, entropy_H, best, classes } =
    point as unknown as DimerInformation;
  return [
    ...head,
    line('I(V:E)', information_VE, `${error(information_VE_error)}  ${classes.length} classes of V`),
    line('I(H:E)', information_HE, error(information_HE_error)),
    ...best.map(({ states, value }) => line('best H', value, `  ${states} states`)),
    ...(best.length > 0 ? [] : [`  best H   ${classes.length > 1 ? 'not searched: more than 16 classes' : 'none: V has one class, E tells nothing of it'}`]),
    ...(entropy_V === undefined ? [] : [line('H(V)', entropy_V)]),
    ...(entropy_H === undefined ? [] : [line('H(H)', entropy_H)]),
    '',
  ].join('\n');
}
