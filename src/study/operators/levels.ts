/** Levels of a block-spin map on sampled configurations: the input of the Monte Carlo renormalisation group. */
import { Blocking } from '../../analysis/field/blocking.ts';
import { type LevelExponent, Renormalisation } from '../../analysis/operators/renormalise.ts';
import type { OperatorsPlan } from './plan.ts';

/** Side of the smallest lattice of blocks: on a smaller one neighbours on both sides are the same. */
const SMALLEST = 4;

/** Applies a block-spin map again and again. */
export class Levels {
  readonly #maps: readonly Blocking[];
  readonly #sizes: readonly number[];
  readonly #collected: Renormalisation;
  #samples = 0;

  private constructor(maps: readonly Blocking[], sizes: readonly number[], scale: number, chains: number) {
    this.#maps = maps;
    this.#sizes = sizes;
    this.#collected = new Renormalisation({ scale, chains, levels: sizes.length });
  }

  /**
   * The map H = sign(Λ·v), ties drawn, of the first operator that changes sign with all spins.
   * @returns undefined where values are no signs, no operator changes sign, or blocks do not divide the lattice
   */
  static of({ block, operators, entry }: OperatorsPlan, size: number, seed: number): Levels | undefined {
    const { side, onehot, channels, inner, values } = block;
    const odd = operators.find(({ sector }) => sector === 'odd');
    const signs = inner === 'sign' && !onehot && channels === 1 && values.length === 2;
    if (!signs || !odd || side < 2) return undefined;
    const weights = new Array<number>(side * side).fill(0);
    for (const { dy, dx, weight } of odd.operator.components[0]) weights[dy * side + dx] += weight;
    const sizes = [size];
    while (sizes[sizes.length - 1] % side === 0 && sizes[sizes.length - 1] / side >= SMALLEST) sizes.push(sizes[sizes.length - 1] / side);
    if (sizes.length < 2) return undefined;
    const maps = sizes.slice(0, -1).map(
      (extent, level) =>
        new Blocking({
          extents: [extent, extent],
          open: [false, false],
          channels: 1,
          inputs: 1,
          inputOf: (value) => value,
          sides: [side, side],
          weights: [weights],
          biases: [0],
          outcome: { kind: 'sign' },
          seed: seed + level,
        }),
    );
    return new Levels(maps, sizes, side, entry.chains);
  }

  /** Adds one configuration of a chain, from index `at` on. */
  add(chain: number, configuration: ArrayLike<number>, at: number): void {
    const sites = this.#sizes[0] ** 2;
    const all: { spins: ArrayLike<number>; size: number }[] = [
      { spins: Float64Array.from({ length: sites }, (_, i) => configuration[at + i]), size: this.#sizes[0] },
    ];
    for (const [level, map] of this.#maps.entries()) all.push({ spins: map.of(all[level].spins, 0, this.#samples), size: this.#sizes[level + 1] });
    this.#samples += 1;
    this.#collected.add(chain, all);
  }

  /** The exponents of all pairs of levels. */
  result(): LevelExponent[] {
    return this.#collected.result();
  }
}
