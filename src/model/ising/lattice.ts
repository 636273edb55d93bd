import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, deriveKeys, philox } from '../../core/random.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import * as shader from '../../gen/shaders/model/ising/lattice.ts';
import type { Plan } from '../../gpu/plan.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { advance, measureEvery } from '../../sample/advance.ts';
import type { Chains, Mover, Series } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { type GroupRange, ofRange } from '../../sample/groups.ts';
import { measuredParts, partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { acceptance } from './metropolis.ts';
import { spinObservables } from './observables.ts';
import { checkIsing, type IsingOptions, localRelaxation } from './options.ts';
import { structureOf, type Waves, wavesOf } from './waves.ts';

/** Sites of one word: 32 of each colour, in two words. */
const WIDTH = 64;
/** Flips that a thread of `sweep` tries: four words. */
const FLIPS = 128;
/** Work of measuring a site, in flips; a thread measures a row, or a part of 64 columns that is no more. */
const MEASURED = 1 / 4;

/** Numbers per lattice and measurement: unsatisfied bonds, up spins of either colour, and four of the waves. */
const COLUMNS = 7;

/**
 * The same model as IsingChains in the layout of a few large lattices: 32 sites per word. Every lattice is one chain and one
 * "group". The trajectory is a function of seed, lattice, sweep and site alone.
 */
export class IsingLattice implements Chains {
  readonly model = 'ising';
  readonly algorithm = 'metropolis';
  readonly flipSymmetric = true;
  readonly chainsPerGroup = 1;
  readonly size: number;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  /** (N, 2, L, L / 64): colour, row, word; bit i of word w is the site x = 2 (32 w + i) + (y + colour) mod 2. */
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #options: IsingOptions;
  readonly #clock: Tensor<'u32'>;
  readonly #keys: Tensor<'u32'>;
  readonly #accept: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end' | 'colour'>;

  /** @throws BlockspinError for a lattice that is not a multiple of 64 or does not fit, and for options that this layout lacks. */
  constructor(scope: Scope, options: IsingOptions) {
    const { size, temperatures, coupling, seed } = options;
    checkLattice(options);
    this.size = size;
    this.shape = [size, size];
    this.sites = size * size;
    this.groups = temperatures.length;
    scope.memory.checkFits({ spins: (this.groups * this.sites) / 8 }, phrase`use a smaller ${setting('size')} or fewer ${setting('chains')}`);
    this.#options = options;
    this.state = scope.upload('u32', [this.groups, 2, size, size / WIDTH], 'spins', startWords(options));
    this.#clock = scope.tensor('u32', [this.groups, 2], 'clock');
    this.#keys = scope.upload('u32', [this.groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', this.groups));
    this.#accept = scope.upload('u32', [this.groups, 2], 'accept', acceptance(temperatures, coupling));
    this.#ranges = new RangeUniforms(scope, shader.sweep.bindings.range);
    this.saved = { spins: this.state, clock: this.#clock };
  }

  temperature(group: number): number {
    return this.#options.temperatures[group];
  }

  relaxation(temperature: number): number {
    return localRelaxation(this.size, this.#options.coupling, temperature);
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const constants = { L: this.size, ANTI: this.#options.coupling < 0 ? 1 : 0 };
    for (let sweep = 0; sweep < count; sweep++) {
      for (const colour of [0, 1]) {
        for (const part of ranges
          .flatMap((range) => this.#alike(range))
          .flatMap((range) => partsOf(range, { threads: this.sites / (4 * WIDTH), work: FLIPS }))) {
          const bindings = { spins: this.state, keys: this.#keys, clock: this.#clock, range: this.#ranges.get({ ...part, colour }) };
          if (this.temperature(part.first) === Number.POSITIVE_INFINITY) plan.dispatch(shader.redraw, constants, bindings, threadsOf(part));
          else plan.dispatch(shader.sweep, constants, { ...bindings, accept: this.#accept }, threadsOf(part));
        }
      }
    }
  }

  /** The parts of a range that follow one rule: spins are drawn at infinite temperature, moved elsewhere. */
  #alike({ first, groups }: GroupRange): GroupRange[] {
    const parts: GroupRange[] = [];
    const free = (lattice: number) => this.temperature(lattice) === Number.POSITIVE_INFINITY;
    for (let from = first, to = first; from < first + groups; from = to) {
      while (to < first + groups && free(to) === free(from)) to++;
      parts.push({ first: from, groups: to - from });
    }
    return parts;
  }

  advance(range: GroupRange, sweeps: number, progress: (fraction: number) => Promise<void>): Promise<void> {
    return advance(this.state.memory, this, [range], sweeps, progress);
  }

  async measure(
    range: GroupRange,
    slots: number,
    spacing: number,
    progress: (fraction: number) => Promise<void>,
    mover: Mover = this,
  ): Promise<Record<string, Series>> {
    const { memory } = this.state;
    const scope = new Scope(memory, 'measure');
    try {
      const series = scope.tensor('u32', [slots, range.groups, COLUMNS], 'series');
      const slot = scope.tensor('u32', [1], 'slot');
      const constants = { L: this.size, ANTI: this.#options.coupling < 0 ? 1 : 0 };
      const waves = wavesOf(this.size);
      const table = scope.upload('i32', [this.size, 2], 'waves', waves.table);
      const parts = (threads: number) =>
        measuredParts(threads, MEASURED * this.size).map(
          (part) => [threadsOf(part), scope.uniform(shader.measure.bindings.window, 'window', { ...range, slots, ...part })] as const,
        );
      const bindings = { spins: this.state, waves: table, slot, series };
      const across = this.size / WIDTH;
      const [rows, columns] = [parts(range.groups * this.size), parts(2 * range.groups * across * across)];
      await measureEvery(memory, mover, range, { slots, spacing, progress }, (plan) => {
        for (const [threads, window] of rows) plan.dispatch(shader.measure, constants, { ...bindings, window }, threads);
        for (const [threads, window] of columns) plan.dispatch(shader.columns, constants, { ...bindings, window }, threads);
        plan.dispatch(shader.advance, constants, { slot }, [1]);
      });
      return this.#series(await series.read(), { slots, lattices: range.groups, spacing, waves });
    } finally {
      scope.dispose();
    }
  }

  #series(
    counts: Uint32Array,
    { slots, lattices, spacing, waves }: { slots: number; lattices: number; spacing: number; waves: Waves },
  ): Record<string, Series> {
    const { sites } = this;
    const column = (f: (at: number) => number): Series => ({
      spacing,
      values: Array.from({ length: lattices }, (_, n) => Float64Array.from({ length: slots }, (_, t) => f((t * lattices + n) * COLUMNS))),
    });
    // The sums of the waves have signs.
    const signed = new Int32Array(counts.buffer, counts.byteOffset, counts.length);
    return {
      energy: column((at) => -this.#options.coupling * (2 - (2 * counts[at]) / sites)),
      magnetisation: column((at) => (2 * (counts[at + 1] + counts[at + 2]) - sites) / sites),
      staggered: column((at) => (2 * (counts[at + 1] - counts[at + 2])) / sites),
      structure: column((at) => structureOf(signed, at + 3, waves, sites)),
    };
  }

  observables(series: Readonly<Record<string, Series>>, temperature: number): Record<string, ChainEstimate | Estimate> {
    return spinObservables(series, temperature, { sites: this.sites, coupling: this.#options.coupling });
  }

  /** Spins ±1 as int8 (n, L, L). */
  async configurations(range: GroupRange): Promise<Configurations> {
    const words = ofRange(await this.state.read(), this.groups, range);
    const { size } = this;
    const across = size / WIDTH;
    const data = new Int8Array(range.groups * this.sites);
    words.forEach((word, at) => {
      const [w, y] = [at % across, Math.floor(at / across) % size];
      const plane = Math.floor(at / (across * size));
      const row = (Math.floor(plane / 2) * size + y) * size + WIDTH * w + ((y + plane) & 1);
      for (let i = 0; i < 32; i++) data[row + 2 * i] = (word >>> i) & 1 ? 1 : -1;
    });
    return { shape: [range.groups, size, size], data };
  }
}

/** @throws BlockspinError for what this layout lacks: sizes that are no multiple of 64, heat bath, fields, disorder, Philox. */
export function checkLattice(options: Omit<IsingOptions, 'seed'>): void {
  checkIsing(options);
  const { size, dynamics, field = 0, disorder = 0, generator } = options;
  if (size % WIDTH !== 0) {
    throw new BlockspinError({
      setting: 'size',
      expected: 'a multiple of 64 for fewer than 32 chains (64 sites of a row are packed in two words)',
      got: size,
      remedy: phrase`use ${setting('size', WIDTH * Math.max(1, Math.round(size / WIDTH)))}, or ${setting('chains', 32)} or more`,
    });
  }
  if (dynamics === 'heatbath' || field !== 0 || disorder !== 0 || generator === 'philox') {
    throw new BlockspinError({
      setting: 'chains',
      expected: 'at least 32 chains for heat bath, a field, disorder or Philox',
      got: options.temperatures.length,
      remedy: phrase`use ${setting('chains', 32)}`,
    });
  }
}

/** Every lattice in a ground state of a drawn sign, or free spins; 'both' starts every other lattice each way. */
function startWords({ size, coupling, temperatures, seed, start = 'ordered' }: IsingOptions): Uint32Array {
  const plane = (size * size) / WIDTH;
  const words = new Uint32Array(temperatures.length * 2 * plane);
  temperatures.forEach((_, lattice) => {
    const key = deriveKey(seed, 'start', lattice);
    const at = 2 * plane * lattice;
    if (start === 'random' || (start === 'both' && lattice % 2 === 1)) {
      for (let i = 0; i < 2 * plane; i += 4) words.set(philox([i / 4, 1, 0, 0], key), at + i);
      return;
    }
    const up = philox([0, 0, 0, 0], key)[0] & 1 ? 0xffffffff : 0;
    words.fill(up, at, at + plane);
    words.fill(coupling < 0 ? ~up : up, at + plane, at + 2 * plane);
  });
  return words;
}
