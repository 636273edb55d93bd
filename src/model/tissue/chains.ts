import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, deriveKeys } from '../../core/random.ts';
import type { ChainEstimate } from '../../core/statistics.ts';
import * as shader from '../../gen/shaders/model/tissue/field.ts';
import { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { runInPieces } from '../../gpu/waiting.ts';
import type { OnProgress } from '../../sample/advance.ts';
import type { Chains, OwnFile, Series } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { startedInOrder } from '../../sample/thermal.ts';
import { firstWhole } from './check.ts';
import { STEPS_PER_SWEEP, shake } from './dynamics.ts';
import { exchangeShort } from './exchange.ts';
import { snapshotArrays, writeTissue } from './file.ts';
import { measure, middles } from './geometry.ts';
import { HEXAGON } from './honeycomb.ts';
import { cornersOf, type Mesh } from './mesh.ts';
import { snapshot, tissueObservables } from './observables.ts';
import { CELL_VALUES, type TissueChainsOptions, tissueParameters, unitsOf, valuesOf } from './options.ts';
import type { TissueParameters } from './parameters.ts';
import { pictureOf } from './picture.ts';
import { cellVelocities } from './proliferate.ts';
import { startMesh } from './start.ts';
import { type Replicas, Tissues } from './tissues.ts';

/** Displacements of the vertices of chains that start at random. */
const DISPLACED = 0.05;
/**
 * A sweep of a cell in updates of Ising spins, by which submissions are sized. Of 32 small tissues it takes four times as long, because launches
 * bound it (docs/tissue.md).
 */
const COST = 20_000;
/** Below the transition by at least this: there the softest mode of a honeycomb is known, beyond it cells diffuse. */
const SOFTEST = 0.05;

/**
 * Tissues, one a chain, moved by overdamped dynamics with noise: a sweep is 50 steps of time. After each sweep the host looks for short edges and
 * exchanges them (T1), where `transitions` says so; such chains cannot be swept by a plan, so that a training holds the topology.
 * Random words are functions of seed, chain, vertex and step: the same on every adapter. Positions are floats, whose trajectories are
 * reproducible on one adapter, bit for bit, and separate on others by rounding.
 */
export class TissueChains implements Chains {
  readonly model = 'tissue';
  readonly algorithm = 'euler';
  readonly ownTime = true;
  readonly flipSymmetric = false;
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly costPerUpdate = COST;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  /** (G, N, 32): the value of every cell as networks read it, bits of f32, chain last. */
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #options: TissueChainsOptions;
  readonly #parameters: readonly TissueParameters[];
  readonly #tissues: Tissues;
  readonly #plans = new Map<string, Plan>();
  /** T1 transitions of every chain so far. */
  readonly #exchanged: Float64Array;

  /** @throws BlockspinError for settings that are not allowed, or more memory than the device has */
  constructor(scope: Scope, options: TissueChainsOptions) {
    const { settings, points, seed } = options;
    if (settings.growth > 0) throw growing(settings.growth);
    const mesh = startMesh(settings);
    const chains = CHAINS_PER_GROUP * points.length;
    const bytes = 4 * chains * settings.cells;
    const remedy = phrase`use fewer ${setting('cells')} or fewer ${setting('chains')}`;
    scope.memory.checkFits({ state: bytes, edges: 12 * bytes, pulls: 12 * bytes }, remedy);
    this.#options = options;
    this.shape = [settings.cells];
    this.sites = settings.cells;
    this.groups = points.length;
    const ofGroup = points.map((shape) => tissueParameters(settings, shape, mesh));
    this.#parameters = Array.from({ length: chains }, (_, r) => ofGroup[Math.floor(r / CHAINS_PER_GROUP)]);
    const { timeStep: dt, noise, transitions } = settings;
    this.#tissues = new Tissues(scope, {
      meshes: new Array<Mesh>(chains).fill(mesh),
      parameters: this.#parameters,
      rates: new Array(chains).fill({ dt, noise }),
      keys: deriveKeys(seed, 'sweep', chains),
      changing: transitions > 0,
    });
    this.#exchanged = new Float64Array(chains);
    this.state = scope.tensor('u32', [this.groups, settings.cells, CHAINS_PER_GROUP], 'state');
    this.saved = { moved: this.#tissues.moved.bits, clock: this.#tissues.clock, state: this.state };
    this.#displace();
  }

  /** Chains that start at random: every vertex displaced by a normal number. */
  #displace(): void {
    const { seed, start = 'ordered', settings } = this.#options;
    const ordered = startedInOrder(start, this.#exchanged.length);
    for (let r = 0; r < this.#exchanged.length; r++) {
      if (ordered?.[r] ?? start === 'ordered') continue;
      const displaced = new Float64Array(4 * settings.cells);
      shake(displaced, DISPLACED, deriveKey(seed, 'start', r), 0);
      this.#tissues.moved.writeRows(r, Float32Array.from(displaced));
    }
  }

  /** Preferred shape P0 of a group. This model has no temperature; P0 takes its place. */
  temperature(group: number): number {
    return this.#options.points[group];
  }

  /**
   * Eight autocorrelation times of the energy in the softest mode of a honeycomb, a shear wave, whose stiffness is 0.945 K_P (3.722 - P0) 16 / N:
   * that of 4 x 4 cells from the eigenvalues of its stiffness matrix, and as 1/N in larger ones.
   */
  relaxation(shape: number): number {
    const { cells, timeStep, perimeterStiffness } = this.#options.settings;
    const stiffness = (0.945 * perimeterStiffness * Math.max(SOFTEST, HEXAGON - shape) * 16) / cells;
    return Math.ceil(20 + 4 / (stiffness * timeStep * STEPS_PER_SWEEP));
  }

  /** @throws BlockspinError where edges are to be exchanged, which is the work of the host between sweeps */
  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const { transitions } = this.#options.settings;
    if (transitions > 0) {
      throw new BlockspinError({
        setting: setting('transitions', transitions),
        expected: '0 where tissues are moved within a plan, as a training moves them: cells keep their neighbours',
        got: transitions,
        remedy: phrase`use ${setting('transitions', 0)}, or write samples to a file and train on these as ${setting('data')}`,
      });
    }
    this.#record(plan, ranges, count);
  }

  #record(plan: Plan, ranges: readonly GroupRange[], count: number): void {
    const { settings, points } = this.#options;
    for (const range of ranges) {
      const replicas = replicasOf(range);
      for (let step = 0; step < count * STEPS_PER_SWEEP; step++) this.#tissues.recordShake(plan, replicas);
      this.#tissues.recordPulls(plan, replicas);
      for (let group = range.first; group < range.first + range.groups; group++) {
        const { centre: CENTRE, scale: SCALE } = unitsOf(settings, points[group]);
        const constants = { FIRST: group * CHAINS_PER_GROUP, QUANTITY: CELL_VALUES.indexOf(settings.cellValue), CENTRE, SCALE };
        const bindings = { shapes: this.#tissues.shapes, theta: this.#tissues.arena.parameters, state: this.state };
        plan.dispatch(shader.field, { ...this.#tissues.parameterConstants, ...constants }, bindings, [this.sites, CHAINS_PER_GROUP]);
      }
    }
  }

  /** A plan of one sweep. */
  async #sweep(range: GroupRange): Promise<Plan> {
    const name = `${range.first} ${range.groups}`;
    const known = this.#plans.get(name);
    if (known) return known;
    const plan = new Plan(this.state.memory, 'sweep');
    this.#record(plan, [range], 1);
    this.#plans.set(name, plan);
    return plan.compile();
  }

  async advance(range: GroupRange, sweeps: number, progress: OnProgress): Promise<void> {
    const plan = await this.#sweep(range);
    if (this.#options.settings.transitions === 0) return runInPieces(plan, sweeps, progress);
    for (let sweep = 0; sweep < sweeps; sweep++) {
      plan.run();
      await this.#exchange(replicasOf(range));
      await progress((sweep + 1) / sweeps);
    }
  }

  /** T1 transitions of every chain of a range. */
  async #exchange(replicas: Replicas): Promise<void> {
    const below = this.#options.settings.transitions;
    const meshes = await this.#tissues.meshesNow(replicas);
    for (const [i, mesh] of meshes.entries()) {
      const { mesh: after, exchanged } = exchangeShort(mesh, cornersOf(mesh), { below, length: 1.5 * below });
      if (exchanged === 0) continue;
      this.#exchanged[replicas.first + i] += exchanged;
      this.#tissues.place(replicas.first + i, after);
    }
  }

  /** Series as `snapshot` has them, and `transitions`: T1 transitions per cell and unit of time since the last measurement. */
  async measure(range: GroupRange, slots: number, spacing: number, progress: OnProgress): Promise<Record<string, Series>> {
    const replicas = replicasOf(range);
    const { timeStep, cells } = this.#options.settings;
    const time = spacing * STEPS_PER_SWEEP * timeStep;
    let before = (await this.meshes(range)).map((mesh) => middles(mesh, measure(mesh, cornersOf(mesh), 0)));
    let exchanged = this.#exchanged.slice();
    const series: Record<string, Series> = {};
    for (let slot = 0; slot < slots; slot++) {
      await this.advance(range, spacing, (fraction) => progress((slot + fraction) / slots));
      const shots = (await this.meshes(range)).map((mesh, i) => snapshot(mesh, this.#parameters[replicas.first + i], before[i]));
      for (const [i, { values }] of shots.entries()) {
        const chain = replicas.first + i;
        const transitions = (this.#exchanged[chain] - exchanged[chain]) / (cells * time);
        for (const [name, value] of Object.entries({ ...values, transitions })) {
          series[name] ??= { spacing, values: Array.from({ length: replicas.count }, () => new Float64Array(slots)) };
          series[name].values[i][slot] = value;
        }
      }
      before = shots.map(({ middle }) => middle);
      exchanged = this.#exchanged.slice();
    }
    return series;
  }

  observables(series: Readonly<Record<string, Series>>): Record<string, ChainEstimate> {
    return tissueObservables(series, STEPS_PER_SWEEP * this.#options.settings.timeStep);
  }

  /**
   * The tissues of a range as they are.
   * @throws BlockspinError where one has gone out of its bounds: a cell turned inside out, or a position is no number
   */
  async meshes(range: GroupRange): Promise<Mesh[]> {
    const meshes = await this.#tissues.meshesNow(replicasOf(range));
    const { first } = replicasOf(range);
    const areas = meshes.map((mesh) => measure(mesh, cornersOf(mesh), 0).area);
    const wrong = areas.findIndex((of) => !of.every((one) => one > 0));
    if (wrong < 0) return meshes;
    const { transitions } = this.#options.settings;
    const quieter = phrase`use a smaller ${setting('noise')} or a shorter ${setting('timeStep')}`;
    throw new BlockspinError({
      who: `tissue of chain ${first + wrong}`,
      expected: 'cells of positive area',
      got: areas[wrong].some(Number.isNaN) ? 'positions that are no numbers' : 'a cell that is inside out',
      remedy: transitions > 0 ? quieter : phrase`exchange short edges by ${setting('transitions', 0.04)}, or ${quieter}`,
      code: 'diverged',
    });
  }

  /** The parameters of the chains of a group. */
  parameters(group: number): TissueParameters {
    return this.#parameters[group * CHAINS_PER_GROUP];
  }

  /** The value of every cell, in its own unit, as float32 (n, N). */
  async configurations(range: GroupRange): Promise<Configurations> {
    const meshes = await this.meshes(range);
    const data = new Float32Array(meshes.length * this.sites);
    for (const [i, mesh] of meshes.entries()) {
      const parameters = this.#parameters[replicasOf(range).first + i];
      data.set(valuesOf(this.#options.settings.cellValue, mesh, parameters), i * this.sites);
    }
    return { shape: [meshes.length, this.sites], data };
  }

  /** Of every tissue: what `snapshotArrays` has, and `velocity` (n, N, 2), without noise. */
  async beside(range: GroupRange): Promise<Record<string, Configurations>> {
    const meshes = await this.meshes(range);
    const velocity = new Float32Array(2 * this.sites * meshes.length);
    for (const [i, mesh] of meshes.entries()) velocity.set(cellVelocities(mesh, this.#parameters[replicasOf(range).first + i]), 2 * this.sites * i);
    return { ...snapshotArrays(meshes), velocity: { shape: [meshes.length, this.sites, 2], data: velocity } };
  }

  /** tissue.json of the first tissue of a range that a file can hold, and how it is drawn. */
  async ownFile(range: GroupRange): Promise<OwnFile> {
    const meshes = await this.meshes(range);
    const number = firstWhole(meshes);
    const mesh = meshes[number];
    const { noise, cellValue } = this.#options.settings;
    const parameters = this.parameters(range.first);
    const values = { [cellValue]: Array.from(Float32Array.from(valuesOf(cellValue, mesh, parameters))) };
    const text = writeTissue({ mesh, values, parameters: { ...parameters, noise } });
    return { ending: '.json', number, text, picture: pictureOf(mesh, { shape: this.temperature(range.first), noise }) };
  }
}

function replicasOf({ first, groups }: GroupRange): Replicas {
  return { first: first * CHAINS_PER_GROUP, count: groups * CHAINS_PER_GROUP };
}

/** The number of cells of chains does not change. */
function growing(growth: number): BlockspinError {
  return new BlockspinError({
    setting: setting('growth', growth),
    expected: '0 where configurations are those of chains, as in a training: cells neither come nor go',
    got: growth,
    remedy: phrase`leave ${setting('growth')} out; blockspin sample follows tissues that grow`,
  });
}
