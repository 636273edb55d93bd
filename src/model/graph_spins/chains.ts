import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import * as shader from '../../gen/shaders/model/graph_spins/heatbath.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance } from '../../sample/advance.ts';
import type { Chains, Mover, Series, Start } from '../../sample/chains.ts';
import { type Configurations, unpackBits, unpackStates } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { meansOf, observedEvery } from '../../sample/observed.ts';
import { MOST_WORK, portionsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { checkGraphOnce } from '../graph_setting.ts';
import { TickingSweeps } from '../ticking.ts';
import { classTable, edgeTable, fieldTable, type NodeRule, powerTable } from './rule.ts';

/** An update of a node in updates of Ising spins on a lattice, by which submissions are sized; measured on lavapipe (docs/samplers-graphs.md). */
const COST = 10;

/** Chains of values on nodes. */
interface NodeOptions {
  readonly rule: NodeRule;
  /** Value of the control parameter of each group of 32 chains. */
  readonly points: readonly number[];
  readonly seed: number;
  /** 'ordered': all nodes in state 0; 'random': states drawn at random, of hard cores one class of nodes that are no neighbours. */
  readonly start?: Start;
  /** Whether exchanging the two states everywhere leaves the weight unchanged. */
  readonly flipSymmetric?: boolean;
  /** What is measured of a configuration, by name. */
  observe(configuration: Int8Array): Readonly<Record<string, number>>;
}

/**
 * Values of 2 to 16 states on the nodes of any graph, 32 chains per word, moved by a heat bath on one class of nodes after the other. The
 * trajectory is a function of seed, group, sweep and node alone: the same bits on every adapter.
 */
export class NodeChains implements Chains {
  readonly model: string;
  readonly algorithm = 'heatbath';
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly costPerUpdate = COST;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly flipSymmetric: boolean;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #options: NodeOptions;
  readonly #counts: readonly number[];
  readonly #tables: Readonly<Record<'rules' | 'order' | 'edges' | 'powers', Tensor<'u32'>>>;
  readonly #fields: Tensor<'i32'>;
  readonly #sweeps: TickingSweeps;
  readonly #moving: RangeUniforms<'first' | 'groups' | 'begin' | 'count'>;

  /** @throws BlockspinError for a wrong graph, couplings too large for their temperature, or too little memory */
  constructor(scope: Scope, options: NodeOptions) {
    const { rule, points, seed, flipSymmetric = false } = options;
    const { graph, values } = rule;
    checkGraphOnce(graph);
    const words = values.length === 2 ? 1 : values.length;
    const distinct = [...new Set(points)];
    scope.memory.checkFits(
      { state: 4 * points.length * graph.nodes * words, edges: 16 * distinct.length * graph.edges.length },
      phrase`use a smaller ${setting('graph')} or fewer ${setting('chains')}`,
    );
    this.#options = options;
    this.model = rule.model;
    this.flipSymmetric = flipSymmetric;
    this.shape = [graph.nodes];
    this.sites = graph.nodes;
    this.groups = points.length;
    const { order, counts } = classTable(graph);
    this.#counts = counts;
    this.state = scope.upload('u32', [this.groups, graph.nodes, words], 'state', startNodes(options, order.subarray(0, 4 * counts[0]), words));
    this.#sweeps = new TickingSweeps(scope, scope.tensor('u32', [this.groups], 'clock'));
    this.saved = { state: this.state, clock: this.#sweeps.clock };
    const rules = points.flatMap((point, g) => [...deriveKey(seed, 'sweep', g), distinct.indexOf(point), 0]);
    this.#tables = {
      rules: scope.upload('u32', [this.groups, 4], 'rules', Uint32Array.from(rules)),
      order: scope.upload('u32', [graph.nodes, 4], 'order', order),
      edges: scope.upload('u32', [distinct.length, 2 * graph.edges.length, 2], 'edges', edgeTable(rule, distinct)),
      powers: scope.upload('u32', [2048], 'powers', powerTable()),
    };
    this.#fields = scope.upload('i32', [distinct.length, values.length], 'fields', fieldTable(rule, distinct));
    this.#moving = new RangeUniforms(scope, shader.sweep.bindings.moving);
  }

  temperature(group: number): number {
    return this.#options.points[group];
  }

  /** As slow as local dynamics at the critical point of a square lattice of as many sites (`localRelaxation` of Ising spins), which is seldom exceeded. */
  relaxation(): number {
    return Math.ceil(20 + 0.75 * (Math.sqrt(this.sites) / 2) ** 2.17);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const { rule } = this.#options;
    const constants = { N: this.sites, M: rule.graph.edges.length, Q: rule.values.length, EXCLUDES: rule.excludes ? 1 : 0 };
    const bindings = { state: this.state, clock: this.#sweeps.clock, fields: this.#fields, ...this.#tables };
    const work = (COST * CHAINS_PER_GROUP * rule.values.length) / 2;
    const most = Math.max(1, Math.floor(MOST_WORK / (work * Math.max(...this.#counts))));
    this.#sweeps.record(plan, ranges, count, (range) => {
      for (const { first, groups } of portionsOf(range, most)) {
        let begin = 0;
        for (const nodes of this.#counts) {
          const moving = this.#moving.get({ first, groups, begin, count: nodes });
          plan.dispatch(shader.sweep, constants, { ...bindings, moving }, [groups * nodes]);
          begin += nodes;
        }
      }
    });
  }

  advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
    return advance(this.state.memory, this, [range], sweeps, progress);
  }

  measure(
    range: GroupRange,
    slots: number,
    spacing: number,
    progress: (fraction: number) => Promise<void>,
    mover: Mover = this,
  ): Promise<Record<string, Series>> {
    const observe = (configuration: Int8Array) => this.#options.observe(configuration);
    const configurations = (of: GroupRange) => this.configurations(of);
    return observedEvery(this.state.memory, mover, range, { slots, spacing, progress }, { configurations, observe });
  }

  /** The mean of every series. */
  observables(series: Readonly<Record<string, Series>>): Record<string, ChainEstimate> {
    return meansOf(series);
  }

  /** The values of the states as int8 (n, N). */
  async configurations(range: GroupRange): Promise<Configurations> {
    const { values } = this.#options.rule;
    const words = await this.state.readRows(range.first, range.groups);
    return values.length === 2 ? unpackBits(words, this.shape, values[0], values[1]) : unpackStates(words, this.shape, values);
  }
}

/** @param first the first class of nodes, as `order` has it */
function startNodes({ rule, points, seed, start = 'ordered' }: NodeOptions, first: Uint32Array, words: number): Uint32Array {
  const { graph, values, excludes } = rule;
  const state = new Uint32Array(points.length * graph.nodes * words);
  const random = start === 'ordered' ? 0 : start === 'random' ? 0xffffffff : 0xffff0000;
  const free = new Set(Array.from({ length: first.length / 4 }, (_, i) => first[4 * i]));
  for (let group = 0; group < points.length; group++) {
    const key = deriveKey(seed, 'start', group);
    for (let node = 0; node < graph.nodes; node++) {
      const at = (group * graph.nodes + node) * words;
      const drawn = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((four) => philox([node, four, 0, 0], key));
      for (let c = 0; c < CHAINS_PER_GROUP; c++) {
        const any = (random >>> c) & 1;
        const chosen = any === 0 ? 0 : excludes ? (free.has(node) ? 1 : 0) : Math.floor((drawn[c] / 2 ** 32) * values.length);
        if (words > 1) state[at + chosen] |= 1 << c;
        else if (chosen === 1) state[at] |= 1 << c;
      }
    }
  }
  return state;
}
