import { spinOf } from '../../../support/pack.ts';

/** The 32 chains (L, L) of a group as words of 32 sites of a row, (L, ceil(L / 32), 32 chains); bits beyond the end are 0. */
export function rowsOf(spins: ArrayLike<number>, L: number): Uint32Array {
  const across = Math.ceil(L / 32);
  const rows = new Uint32Array(L * across * 32);
  for (let chain = 0; chain < 32; chain++) {
    for (let site = 0; site < L * L; site++) {
      const [x, y] = [site % L, Math.floor(site / L)];
      if (spinOf(spins, site, chain) > 0) rows[(y * across + Math.floor(x / 32)) * 32 + chain] |= 1 << (x % 32);
    }
  }
  return rows;
}
