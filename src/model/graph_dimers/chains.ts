import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey } from '../../core/random.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import * as stateShader from '../../gen/shaders/model/graph_dimers/state.ts';
import * as shader from '../../gen/shaders/model/graph_dimers/worm.ts';
import { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { runUntil } from '../../gpu/waiting.ts';
import type { Chains, Series, Start } from '../../sample/chains.ts';
import { type Configurations, unpackBits } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { meansOf } from '../../sample/observed.ts';
import { MOST_WORK, portionsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { columnTotal } from '../column_total.ts';
import { edgeSums, emptySeries, observe } from './observables.ts';
import { meanLength } from './pilot.ts';
import { integerWeights, isFree, type WormGraph, wormGraph } from './rule.ts';
import { CLOSED, checkGraphDimers, firstMatching, LATE, PIVOTS, startWorms, WORM_WORDS } from './start.ts';

/** Dimers on a graph. */
export interface GraphDimerOptions {
  /** Its weights are activities of dimers: a matching weighs Π w^(1/T). */
  graph: Graph;
  /** T of each group of 32 chains; Infinity: all matchings equally. */
  temperatures: readonly number[];
  seed: number;
  /** 'ordered' and 'random': matchings of two orders of the nodes; 'both': half of each group's chains each way. */
  start?: Start;
  /** Closed worms in a sweep; by default as many as make about five pivots per node. */
  worms?: number;
  /** Calls of the random generator per dispatch: changes only how the work is divided. */
  steps?: number;
  /** Edges that are observables of their own. */
  watched?: readonly number[];
}

/** Pivots of a sweep for each node: about as many as make a configuration independent of the last one (docs/samplers-graphs.md). */
const PIVOTS_PER_NODE = 5;
/** A sweep is allotted this multiple of the pivots it takes on average; chains that need more are late. */
const PATIENCE = 16;
/** Calls of the random generator of a dispatch at most: some milliseconds on a graphics card, where a pivot is a few memory latencies. */
const STEPS = 1024;
/** Work of such a call, in attempted flips of Ising spins: four pivots, or two with weights, each of which looks at all edges of its node twice. */
const CALL_WORK = 140;
/** Work of packing an edge of 32 chains. */
const PACK_WORK = 32;
/** Sweeps after which chains have forgotten their start: eight autocorrelation times of about ten pivots per node. */
const RELAXATION = 20;

/** Mean pivots of a worm by temperature, of each graph: chains are laid out several times before a training. */
const lengths = new WeakMap<Graph, Map<number, number>>();

/** The integer weights of one temperature, and what worms of it take. */
interface Rule {
  readonly weights: Uint32Array | undefined;
  /** Mean pivots of a worm. */
  readonly length: number;
}

/**
 * Dimers on any graph, bipartite or not, weighted or not, moved by worms; one chain per invocation, 32 chains per group. A sample is a
 * perfect matching after a fixed number of closed worms. `state` (G, M) holds the last sample of every chain: bit = chain, 1 where edge and
 * dimer coincide. A chain that is late keeps its old sample and completes its sweep in the next one; none is dropped.
 * The trajectory is a function of seed, chain and options alone: the same bits on every adapter.
 */
export class GraphDimerChains implements Chains {
  readonly model = 'graph-dimers';
  readonly algorithm = 'worms';
  readonly ownTime = true;
  readonly flipSymmetric = false;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  /** Closed worms that make a sweep, by group. */
  readonly worms: readonly number[];
  readonly #options: GraphDimerOptions & { steps: number };
  readonly #graph: WormGraph;
  readonly #rules: readonly Rule[];
  readonly #weighted: boolean;
  readonly #mates: Tensor<'u32'>;
  readonly #worms: Tensor<'u32'>;
  readonly #ready: Tensor<'u32'>;
  readonly #tables: Readonly<Record<'keys' | 'half' | 'ends', Tensor<'u32'>>>;
  readonly #weights: Tensor<'u32'> | undefined;
  readonly #moving: RangeUniforms<'first' | 'groups' | 'sweeps' | 'ends' | 'calls'>;

  /** @throws BlockspinError for a graph without two perfect matchings, other wrong options, or too little memory */
  constructor(scope: Scope, options: GraphDimerOptions) {
    const { graph, temperatures, seed, start = 'ordered', worms = 0, steps = STEPS } = options;
    checkGraphDimers({ graph, temperatures, worms });
    const groups = temperatures.length;
    scope.memory.checkFits(
      { mates: 128 * groups * graph.nodes, worms: 128 * groups * WORM_WORDS, bonds: 4 * groups * graph.edges.length, graph: 40 * graph.edges.length },
      phrase`use a smaller ${setting('graph')} or fewer ${setting('chains')}`,
    );
    this.#options = { ...options, steps };
    this.shape = [graph.edges.length];
    this.sites = graph.nodes;
    this.groups = groups;
    this.#graph = wormGraph(graph);
    const points = [...new Set(temperatures)];
    this.#weighted = points.some((temperature) => !isFree(graph, temperature));
    const rules = new Map(points.map((temperature) => [temperature, this.#rule(temperature)]));
    this.#rules = temperatures.map((temperature) => rules.get(temperature) as Rule);
    this.worms = this.#rules.map(({ length }) => worms || Math.max(1, Math.round((PIVOTS_PER_NODE * graph.nodes) / length)));
    const first = startWorms(graph, this.#graph.ends, { groups, seed, start });
    this.#mates = scope.upload('u32', [groups, CHAINS_PER_GROUP, graph.nodes], 'mates', first.mates);
    this.#worms = scope.upload('u32', [groups, CHAINS_PER_GROUP, WORM_WORDS], 'worms', first.worms);
    this.state = scope.upload('u32', [groups, graph.edges.length], 'bonds', first.bonds);
    this.#ready = scope.upload('u32', [groups], 'ready', new Uint32Array(groups).fill(0xffffffff));
    const edges = this.#graph.half.length / 4;
    const keys = temperatures.flatMap((temperature, g) => [...deriveKey(seed, 'worm', g), this.worms[g], points.indexOf(temperature) * edges]);
    this.#tables = {
      keys: scope.upload('u32', [groups, 4], 'keys.worm', Uint32Array.from(keys)),
      half: scope.upload('u32', [edges, 4], 'half', this.#graph.half),
      ends: scope.upload('u32', [edges / 2, 2], 'ends', this.#graph.ends),
    };
    if (this.#weighted) {
      const rows = Uint32Array.from(points.flatMap((temperature) => [...(rules.get(temperature)?.weights ?? [])]));
      this.#weights = scope.upload('u32', [points.length, edges], 'weights', rows);
    }
    this.#moving = new RangeUniforms(scope, shader.walk.bindings.moving);
    this.saved = { mates: this.#mates, worms: this.#worms, bonds: this.state, ready: this.#ready };
  }

  #rule(temperature: number): Rule {
    const { graph } = this.#options;
    const weights = this.#weighted ? integerWeights(graph, temperature) : undefined;
    const known = lengths.get(graph) ?? new Map<number, number>();
    lengths.set(graph, known);
    // Without weights all temperatures are one.
    const key = weights ? temperature : Number.POSITIVE_INFINITY;
    const length = known.get(key) ?? meanLength(this.#graph, firstMatching(graph), weights);
    known.set(key, length);
    return { weights, length };
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  relaxation(): number {
    const least = Math.min(...this.#rules.map(({ length }, g) => (this.worms[g] * length) / (PIVOTS_PER_NODE * this.sites)));
    return Math.ceil(RELAXATION / least);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const { steps } = this.#options;
    for (const range of ranges) {
      // The same calls in all however many of them a dispatch may make: which chains are late depends on it.
      const allotted = steps * Math.max(1, Math.ceil(this.#budget(range, count) / steps));
      const most = this.#calls(range);
      for (let done = 0; done < allotted; done += most) {
        const calls = Math.min(most, allotted - done);
        this.#walk(plan, range, { sweeps: done === 0 ? count : 0, ends: done + calls === allotted ? 1 : 0, calls });
      }
      this.#publish(plan, range);
    }
  }

  /** Calls of a dispatch. */
  #calls({ groups }: GroupRange): number {
    return Math.max(1, Math.min(this.#options.steps, Math.floor(MOST_WORK / (CALL_WORK * CHAINS_PER_GROUP * groups))));
  }

  async advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
    if (sweeps === 0) return;
    const { begin, walk, publish } = await this.#plans(range, sweeps);
    await this.#complete(range, begin, walk, progress);
    publish.run();
  }

  async measure(range: GroupRange, slots: number, spacing: number, progress: (fraction: number) => Promise<void>): Promise<Record<string, Series>> {
    const { graph, watched } = this.#options;
    const sums = edgeSums(graph, firstMatching(graph), this.#graph.ends, watched);
    const series = emptySeries(sums, range.groups * CHAINS_PER_GROUP, slots, spacing);
    await this.sampleEach(range, { slots, spacing, progress }, (bonds, slot) => observe(sums, bonds, series, slot));
    return series;
  }

  /**
   * Takes samples, each of all chains after the same number of closed worms.
   * @param each receives the packed edges (groups, M) of a sample, and its number
   */
  async sampleEach(
    range: GroupRange,
    { slots, spacing, progress }: { slots: number; spacing: number; progress: (fraction: number) => Promise<void> },
    each: (bonds: Uint32Array, slot: number) => void,
  ): Promise<void> {
    const { begin, walk, publish } = await this.#plans(range, spacing);
    for (let slot = 0; slot < slots; slot++) {
      await this.#complete(range, begin, walk, (fraction) => progress((slot + fraction) / slots));
      publish.run();
      each(await this.state.readRows(range.first, range.groups), slot);
    }
  }

  /** Edges as int8 (n, M), 1 where there is a dimer and -1 elsewhere: the last sample of each chain. */
  async configurations(range: GroupRange): Promise<Configurations> {
    return unpackBits(await this.state.readRows(range.first, range.groups), this.shape, -1, 1);
  }

  observables(series: Readonly<Record<string, Series>>): Record<string, ChainEstimate> {
    return meansOf(series);
  }

  /** How often a sweep left a chain unfinished, over all chains since they were made: the chain then kept its old sample. */
  late(): Promise<number> {
    return this.#total(LATE);
  }

  /** Pivots of all worms of all chains since they were made; each chain counts modulo 2^32. */
  pivots(): Promise<number> {
    return this.#total(PIVOTS);
  }

  /** Worms closed by all chains since they were made; each chain counts modulo 2^32. */
  closed(): Promise<number> {
    return this.#total(CLOSED);
  }

  #total(column: number): Promise<number> {
    return columnTotal(this.#worms, WORM_WORDS, column);
  }

  /** Calls of the random generator that a number of sweeps is allotted. */
  #budget({ first, groups }: GroupRange, sweeps: number): number {
    const most = Math.max(...this.#rules.slice(first, first + groups).map(({ length }, g) => this.worms[first + g] * length));
    return Math.ceil((PATIENCE * sweeps * most) / (this.#weighted ? 2 : 4));
  }

  /** Plans that begin a number of sweeps, that go on with them, and that publish. */
  async #plans(range: GroupRange, sweeps: number): Promise<Record<'begin' | 'walk' | 'publish', Plan>> {
    const [begin, walk, publish] = ['begin', 'walk', 'publish'].map((name) => new Plan(this.state.memory, name));
    const calls = this.#calls(range);
    this.#walk(begin, range, { sweeps, ends: 0, calls });
    this.#walk(walk, range, { sweeps: 0, ends: 0, calls });
    this.#publish(publish, range);
    for (const plan of [begin, walk, publish]) await plan.compile();
    return { begin, walk, publish };
  }

  /** Every chain goes on without waiting for the others, until all have completed what was late and the sweeps that were begun. */
  async #complete(range: GroupRange, begin: Plan, walk: Plan, progress: (fraction: number) => Promise<void>): Promise<void> {
    const done = async () => {
      const words = await this.#ready.readRows(range.first, range.groups);
      return words.reduce((sum, word) => sum + bitsOf(word), 0) / (words.length * CHAINS_PER_GROUP);
    };
    if ((await done()) < 1) await runUntil(walk, done, async () => {});
    begin.run();
    await runUntil(walk, done, progress);
  }

  #walk(plan: Plan, { first, groups }: GroupRange, how: Readonly<Record<'sweeps' | 'ends' | 'calls', number>>): void {
    const { keys, half } = this.#tables;
    const moving = this.#moving.get({ first, groups, ...how });
    const bindings = { mates: this.#mates, worms: this.#worms, ready: this.#ready, keys, half, moving };
    const constants = { N: this.sites };
    const threads: [number] = [groups * CHAINS_PER_GROUP];
    if (this.#weights) plan.dispatch(shader.walk_weighted, constants, { ...bindings, weights: this.#weights }, threads);
    else plan.dispatch(shader.walk, constants, bindings, threads);
  }

  #publish(plan: Plan, range: GroupRange): void {
    const [edges] = this.shape;
    for (const { first, groups } of portionsOf(range, Math.max(1, Math.floor(MOST_WORK / (PACK_WORK * edges))))) {
      const moving = this.#moving.get({ first, groups, sweeps: 0, ends: 0, calls: 0 });
      const bindings = { mates: this.#mates, ready: this.#ready, ends: this.#tables.ends, bonds: this.state, moving };
      plan.dispatch(stateShader.publish, { N: this.sites, M: edges }, bindings, [groups * edges]);
    }
  }
}

function bitsOf(word: number): number {
  let [bits, rest] = [0, word];
  for (; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
