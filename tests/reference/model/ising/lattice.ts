/**
 * Checkerboard Metropolis on one lattice of ±1, as tests/reference/model/ising/metropolis.ts; the random integer of a site
 * comes from the stream of its quad: rows 4 b .. 4 b + 3, sites of one colour with 64 w <= x < 64 (w + 1), number
 * b L / 64 + w. Words 4 n + r hold the n-th bits of row r, bit (x mod 64) / 2, most significant first.
 */
import { threefry12 } from '../../lib/threefry.ts';
import { xoshiro } from '../../lib/xoshiro.ts';
import { boltzmann } from './metropolis.ts';

export interface LatticeSweep {
  L: number;
  colour: number;
  coupling: number;
  temperature: number;
  time: number;
  key: ArrayLike<number>;
}

/** Moves one lattice in place; spins (L, L) of ±1. */
export function latticeHalfSweep(spins: Int8Array, n: LatticeSweep): void {
  const { L, colour, time, key } = n;
  const spin = (x: number, y: number) => spins[((y + L) % L) * L + ((x + L) % L)];
  for (let band = 0; band < L / 4; band++) {
    for (let w = 0; w < L / 64; w++) {
      const quad = band * (L / 64) + w;
      const words = xoshiro(threefry12([quad, time, 0, colour], key), 128);
      const fresh = threefry12([quad, time, 1, colour], key);
      for (let r = 0; r < 4; r++) {
        const y = 4 * band + r;
        for (let x = 64 * w; x < 64 * (w + 1); x++) {
          if ((x + y) % 2 !== colour) continue;
          const bit = Math.floor((x % 64) / 2);
          if (n.temperature === Number.POSITIVE_INFINITY) {
            spins[y * L + x] = (fresh[r] >>> bit) & 1 ? 1 : -1;
            continue;
          }
          let u = 0;
          for (let plane = 0; plane < 32; plane++) u = 2 * u + ((words[4 * plane + r] >>> bit) & 1);
          const neighbours = [spin(x + 1, y), spin(x - 1, y), spin(x, y + 1), spin(x, y - 1)];
          const satisfied = neighbours.filter((s) => n.coupling * s * spin(x, y) > 0).length;
          if (satisfied <= 2 || u < boltzmann(n.temperature, n.coupling, satisfied)) spins[y * L + x] *= -1;
        }
      }
    }
  }
}
