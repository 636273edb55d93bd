import { inOneArray } from '../../core/array.ts';
import { internal } from '../../core/errors.ts';
import { deriveKeys } from '../../core/random.ts';
import * as cells from '../../gen/shaders/model/tissue/cells.ts';
import * as vertices from '../../gen/shaders/model/tissue/vertices.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { Arena } from '../../graph/arena.ts';
import type { Mesh } from './mesh.ts';
import type { PerCell, TissueParameters } from './parameters.ts';
import { packRates, type Rates } from './rates.ts';
import { cornersAt, countsOfAll, edgesOf, sameRings } from './tables.ts';

/** Parameters that kernels know, in the order of shaders/lib/tissue_parameters.wgsl. */
export const TISSUE_PARAMETERS = ['areaStiffness', 'area', 'perimeterStiffness', 'shape', 'chirality', 'torque', 'drive'] as const;
/** One of them. */
export type TissueParameter = (typeof TISSUE_PARAMETERS)[number];

/** Replicas that are side by side. */
export interface Replicas {
  readonly first: number;
  readonly count: number;
}

/** What a set of tissues is made of. */
interface TissueOptions {
  /** One mesh for each replica; all of the same numbers of cells, vertices and corners. */
  meshes: readonly Mesh[];
  /** One for each replica. All have the same smoothing. */
  parameters: readonly TissueParameters[];
  rates: readonly Rates[];
  /** Of the noise. @default 0 */
  seed?: number;
  /** (R, 2): keys of the noise; derived from the seed unless given. */
  keys?: Uint32Array;
  /** Whether cells may meet other cells later, by `place`: then no table is shared. @default false */
  changing?: boolean;
  /** Parameters that have one value per cell. @default those that are given as lists */
  perCell?: readonly TissueParameter[];
}

/**
 * Tissues on the GPU, one per replica. Vertices are displacements from the mesh that was placed last, so that forces are as precise as edges
 * are short, whatever the box: single precision gives forces to about 1e-6.
 */
export class Tissues {
  readonly replicas: number;
  readonly cells: number;
  /** Parameters, one row per replica; Adam moves them in the inverse direction. */
  readonly arena: Arena;
  /** (R, V, 2): displacements from the reference. */
  readonly moved: Tensor<'f32'>;
  /** (R, N, 2): area and perimeter of every cell, as of the last forces. */
  readonly shapes: Tensor<'f32'>;
  /** (R, V, 2): forces, as of `recordForces`. */
  readonly forces: Tensor<'f32'>;
  /** (R, C, 2): what each corner gives to its vertex. */
  readonly pulls: Tensor<'f32'>;
  /** (R, 4): dt, nudge, noise, most. */
  readonly rates: Tensor<'f32'>;
  /** Override constants that all kernels of a tissue share. */
  readonly constants: { readonly V: number; readonly C: number; readonly SHARED: number };
  readonly #meshes: Mesh[];
  readonly #each: number;
  readonly #smoothing: number;
  readonly #rings: { rows: Tensor<'u32'>; corners: Tensor<'u32'>; at: Tensor<'u32'>; edges: Tensor<'f32'> };
  readonly #random: { keys: Tensor<'u32'>; clock: Tensor<'u32'> };

  /** @throws BlockspinError for meshes of different sizes, or more memory than the device has */
  constructor(scope: Scope, { meshes, parameters, rates, seed = 0, keys, changing = false, perCell }: TissueOptions) {
    const R = meshes.length;
    const { cells: N, vertices: V, corners: C } = countsOfAll(meshes);
    if (parameters.length !== R || rates.length !== R) throw internal(`${parameters.length} parameters and ${rates.length} rates for ${R} tissues`);
    [this.replicas, this.cells, this.#meshes, this.#smoothing] = [R, N, [...meshes], parameters[0].smoothing];
    const listed = perCell ?? TISSUE_PARAMETERS.filter((name) => parameters.some((of) => typeof of[name] !== 'number'));
    this.#each = TISSUE_PARAMETERS.reduce((bits, name, j) => bits | (listed.includes(name) ? 1 << j : 0), 0);
    this.constants = { V, C, SHARED: !changing && sameRings(meshes) ? 1 : 0 };
    const tables = this.constants.SHARED === 1 ? meshes.slice(0, 1) : meshes;
    const upload = (name: string, of: (mesh: Mesh) => Uint32Array) =>
      scope.upload('u32', [tables.length, of(tables[0]).length], name, inOneArray(Uint32Array, tables.map(of)));
    this.#rings = {
      rows: upload('rows', (mesh) => mesh.rows),
      corners: upload('corners', (mesh) => mesh.vertices),
      at: upload('at', cornersAt),
      edges: scope.tensor('f32', [R, C, 2], 'edges'),
    };
    for (const [r, mesh] of meshes.entries()) this.#rings.edges.writeRows(r, edgesOf(mesh));
    this.moved = scope.tensor('f32', [R, V, 2], 'moved');
    this.pulls = scope.tensor('f32', [R, C, 2], 'pulls');
    this.shapes = scope.tensor('f32', [R, N, 2], 'shapes');
    this.forces = scope.tensor('f32', [R, V, 2], 'forces');
    this.rates = scope.upload('f32', [R, 4], 'rates', packRates(rates));
    this.#random = { keys: scope.upload('u32', [R, 2], 'keys', keys ?? deriveKeys(seed, 'noise', R)), clock: scope.tensor('u32', [R], 'clock') };
    this.arena = new Arena(scope, R, Object.fromEntries(TISSUE_PARAMETERS.map((name) => [name, listed.includes(name) ? [N] : [1]])));
    this.setParameters(parameters);
  }

  /** Vertices of each, those that are held among them. */
  get vertices(): number {
    return this.constants.V;
  }

  /** Override constants of the kernels that read parameters. */
  get parameterConstants() {
    const first = (name: TissueParameter) => this.arena.slice(name).first;
    return {
      N: this.cells,
      theta_stride: this.arena.stride,
      EACH: this.#each,
      KA: first('areaStiffness'),
      A0: first('area'),
      KP: first('perimeterStiffness'),
      P0: first('shape'),
      CHI: first('chirality'),
      TAU: first('torque'),
      GAMMA: first('drive'),
    };
  }

  /** Override constants of `model/tissue/cells`. */
  get cellConstants() {
    return { ...this.parameterConstants, ...this.constants, SMOOTHING: this.#smoothing ** 2 };
  }

  /** What both entries of `model/tissue/cells` read. */
  get cellBindings() {
    const { rows, corners, edges } = this.#rings;
    return { rows, corners, edges, moved: this.moved, theta: this.arena.parameters };
  }

  /** Corners at each vertex, and what they give to it. */
  get vertexBindings() {
    return { at: this.#rings.at, pulls: this.pulls };
  }

  /** Threads of a kernel that has one per cell, and of one that has one per vertex. */
  get threads() {
    return { cell: [this.cells, this.replicas] as const, vertex: [this.vertices, this.replicas] as const };
  }

  /** Sets the parameters of all replicas. Lists are needed where a parameter has one value per cell, and are refused elsewhere. */
  setParameters(parameters: readonly TissueParameters[]): void {
    const values = new Float32Array(this.replicas * this.arena.stride);
    for (const [r, own] of parameters.entries()) {
      for (const { name, first, count } of this.arena.slices) {
        const value = own[name as TissueParameter] as PerCell;
        if (typeof value !== 'number' && value.length !== count) throw internal(`${value.length} values of ${name} for ${count}`);
        for (let i = 0; i < count; i++) values[r * this.arena.stride + first + i] = typeof value === 'number' ? value : value[i];
      }
    }
    this.arena.parameters.write(values);
  }

  /** Sets how replicas move. */
  setRates(rates: readonly Rates[]): void {
    this.rates.write(packRates(rates));
  }

  /** Makes a mesh the reference of a replica: its vertices are where the mesh has them, and are nudged there. */
  place(replica: number, mesh: Mesh): void {
    countsOfAll([this.#meshes[0], mesh]);
    const { rows, corners, at, edges } = this.#rings;
    if (this.constants.SHARED === 0) {
      rows.writeRows(replica, mesh.rows);
      corners.writeRows(replica, mesh.vertices);
      at.writeRows(replica, cornersAt(mesh));
    } else if (!sameRings([this.#meshes[0], mesh])) throw internal('cells meet other cells in a tissue that shares its rings');
    this.#meshes[replica] = mesh;
    edges.writeRows(replica, edgesOf(mesh));
    this.moved.writeRows(replica, new Float32Array(2 * this.vertices));
  }

  /** The meshes of all replicas or some, with their vertices where they are now. */
  async meshesNow({ first, count }: Replicas = this.#all): Promise<Mesh[]> {
    const moved = await this.moved.readRows(first, count);
    const length = 2 * this.vertices;
    return this.#meshes.slice(first, first + count).map((mesh, r) => ({ ...mesh, positions: mesh.positions.map((x, i) => x + moved[r * length + i]) }));
  }

  /** Records what each corner gives to its vertex, and the shapes of cells, of all replicas or some. */
  recordPulls(plan: Plan, { first, count }: Replicas = this.#all): void {
    const constants = { ...this.cellConstants, FIRST: first };
    plan.dispatch(cells.forward, constants, { ...this.cellBindings, pulls: this.pulls, shapes: this.shapes }, [this.cells, count]);
  }

  /** Records the forces on all vertices, into `forces`. */
  recordForces(plan: Plan): void {
    this.recordPulls(plan);
    plan.dispatch(vertices.sum, this.constants, { ...this.vertexBindings, total: this.forces }, this.threads.vertex);
  }

  /** Records a step of time, without noise: towards a state at rest. */
  recordStep(plan: Plan): void {
    this.recordPulls(plan);
    plan.dispatch(vertices.step, this.constants, { ...this.vertexBindings, rates: this.rates, moved: this.moved }, this.threads.vertex);
  }

  /** Records a step of time with noise, of all replicas or some. */
  recordShake(plan: Plan, replicas: Replicas = this.#all): void {
    this.recordPulls(plan, replicas);
    const { first: FIRST, count: COUNT } = replicas;
    const { keys, clock } = this.#random;
    const bindings = { ...this.vertexBindings, rates: this.rates, moved: this.moved, keys, clock };
    plan.dispatch(vertices.shake, { ...this.constants, FIRST }, bindings, [this.vertices, COUNT]);
    plan.dispatch(vertices.tick, { ...this.constants, FIRST, COUNT }, { clock }, [COUNT]);
  }

  /** (R): steps with noise that every replica has made. */
  get clock(): Tensor<'u32'> {
    return this.#random.clock;
  }

  get #all(): Replicas {
    return { first: 0, count: this.replicas };
  }
}
