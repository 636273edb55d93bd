/** Quenched bonds of either sign. */
import { deriveKey, philox } from '../../core/random.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { IsingOptions } from './options.ts';

/** How bonds of a group are stored: not at all, in one table for all groups, or in a table of the group. */
const TABLES = { none: 0, shared: 1, own: 2 };

/** Value of the kernels' override DISORDER. */
export function disorderTables({ disorder = 0, sharedDisorder = true }: IsingOptions): number {
  return disorder === 0 ? TABLES.none : sharedDisorder ? TABLES.shared : TABLES.own;
}

/** Whether a bond shared by all chains is negative; bonds are numbered as in their table. */
function isNegative(bond: number, key: readonly [number, number], disorder: number): boolean {
  return philox([bond, 0, 0, 0], key)[0] < disorder * 2 ** 32;
}

/**
 * The bonds that all chains of a seed share.
 * @returns (L, L, 2): of the right and the down bond of each site 1, or -1 where the coupling is -J
 */
export function quenchedBonds({ size, disorder, seed }: Required<Pick<IsingOptions, 'size' | 'disorder' | 'seed'>>): number[] {
  const key = deriveKey(seed, 'disorder', 0);
  return Array.from({ length: 2 * size * size }, (_, bond) => (isNegative(bond, key, disorder) ? -1 : 1));
}

/**
 * Negative with the given probability, each chain with bonds of its own or all with the same.
 * @returns (G or 1, L, L, 2) right and down bonds, bit = chain, set where the coupling is -J; one word without disorder
 */
export function uploadBonds(scope: Scope, options: IsingOptions): Tensor<'u32'> {
  const { disorder = 0, sharedDisorder = true, size, temperatures, seed } = options;
  if (disorder === 0) return scope.tensor('u32', [1, 1, 1, 2], 'bonds');
  if (sharedDisorder) {
    const words = Uint32Array.from(quenchedBonds({ size, disorder, seed }), (sign) => (sign < 0 ? 0xffffffff : 0));
    return scope.upload('u32', [1, size, size, 2], 'bonds', words);
  }
  const words = new Uint32Array(temperatures.length * size * size * 2);
  const limit = disorder * 2 ** 32;
  temperatures.forEach((_, table) => {
    const key = deriveKey(seed, 'disorder', table);
    for (let bond = 0; bond < size * size * 2; bond++) {
      let word = 0;
      for (let draw = 0; draw < 8; draw++) {
        philox([bond, draw, 1, 0], key).forEach((u, k) => {
          if (u < limit) word |= 1 << (4 * draw + k);
        });
      }
      words[table * size * size * 2 + bond] = word;
    }
  });
  return scope.upload('u32', [temperatures.length, size, size, 2], 'bonds', words);
}
