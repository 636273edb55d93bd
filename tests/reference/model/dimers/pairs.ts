/** Probabilities of two dimers on the L x L torus, exactly, from Kasteleyn matrices; numbers, no GPU. */

/** A bond by its site and its direction: 0 to the right, 1 down. Sites may lie anywhere: they are taken modulo L. */
export type Bond = readonly [x: number, y: number, direction: 0 | 1];

type Complex = readonly [re: number, im: number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const less = ([a, b]: Complex, [c, d]: Complex): Complex => [a - c, b - d];
const turn = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)];

/** One choice of signs at the two boundaries: its determinant, and the inverse between two displaced sites. */
interface Sector {
  readonly log: number;
  readonly inverse: (dx: number, dy: number) => Complex;
}

/** λ(k) = 2 cos k_x + 2 i cos k_y, of weights 1 on horizontal and i on vertical bonds. */
const lambda = (kx: number, ky: number): Complex => [2 * Math.cos(kx), 2 * Math.cos(ky)];

/** Σ_k e^(i k d) / λ(k) / L² with k = (2 π n + π t) / L, one axis after the other. */
function sector(L: number, tx: 0 | 1, ty: 0 | 1): Sector {
  const wave = (n: number, t: number) => (Math.PI * (2 * n + t)) / L;
  const numbers = Array.from({ length: L }, (_, n) => n);
  let log = 0;
  const inverses = numbers.map((ny) =>
    numbers.map((nx): Complex => {
      const [a, b] = lambda(wave(nx, tx), wave(ny, ty));
      const square = a * a + b * b;
      // Wave vectors that differ by (π, π) are one: half of the logarithm of |λ|.
      log += Math.log(square) / 4;
      return [a / square, -b / square];
    }),
  );
  const summed = (row: readonly Complex[], t: number, d: number): Complex =>
    row.reduce(
      ([re, im], value, n): Complex => {
        const [a, b] = times(value, turn(wave(n, t) * d));
        return [re + a, im + b];
      },
      [0, 0],
    );
  const along = inverses.map((row) => numbers.map((dx) => summed(row, tx, dx)));
  const both = numbers.map((dx) => {
    const column = along.map((row) => row[dx]);
    return numbers.map((dy) => summed(column, ty, dy));
  });
  const inverse = (dx: number, dy: number): Complex => {
    const [u, v] = [Math.floor(dx / L), Math.floor(dy / L)];
    const sign = (tx * u + ty * v) % 2 === 0 ? 1 : -1;
    const [re, im] = both[dx - u * L][dy - v * L];
    return [(sign * re) / L ** 2, (sign * im) / L ** 2];
  };
  return { log, inverse };
}

/** ln of the product of all |λ(k)| but the four zeros at (±π/2, ±π/2), of which half are different: of the sector without signs. */
function logWithoutZeros(L: number): number {
  let log = 0;
  for (let n = 0; n < L * L; n++) {
    const [a, b] = lambda((2 * Math.PI * (n % L)) / L, (2 * Math.PI * Math.floor(n / L)) / L);
    const square = a * a + b * b;
    if (square > 1e-20) log += Math.log(square) / 4;
  }
  return log;
}

/** The two ends of a bond; that with even x + y first. */
function ends([x, y, direction]: Bond): [even: readonly [number, number], odd: readonly [number, number]] {
  const other = direction === 0 ? ([x + 1, y] as const) : ([x, y + 1] as const);
  return (x + y) % 2 === 0 ? [[x, y], other] : [other, [x, y]];
}

/**
 * Free dimers on the torus of a side L that 4 divides: the number of coverings, and the probability that two bonds both have a dimer. Z = (-Z_00 + Z_01 + Z_10 + Z_11) / 2
 * by the signs at both boundaries. Z_00 is zero, of second order, and two bonds left out take both zeros away: what is left are the two waves of the zeros.
 * Source: Kasteleyn, Physica 27, 1209 (1961); Fisher and Stephenson, Phys. Rev. 132, 1411 (1963); of the zeros derived here.
 */
export function freeDimers(L: number): { logCoverings: number; both: (one: Bond, other: Bond) => number } {
  const sectors = [sector(L, 0, 1), sector(L, 1, 0), sector(L, 1, 1)];
  const top = Math.max(...sectors.map(({ log }) => log));
  const weights = sectors.map(({ log }) => Math.exp(log - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const left = Math.exp(logWithoutZeros(L) - top);
  /** Determinant of both waves at two sites. */
  const waves = (one: readonly [number, number], other: readonly [number, number], sign: number): Complex => {
    const wave = (mirrored: boolean, [x, y]: readonly [number, number]) => turn(((sign * Math.PI) / 2) * (x + (mirrored ? -y : y)));
    return less(times(wave(false, one), wave(true, other)), times(wave(true, one), wave(false, other)));
  };
  const modulo = (n: number) => ((n % L) + L) % L;
  const both = (one: Bond, other: Bond): number => {
    if (modulo(one[0]) === modulo(other[0]) && modulo(one[1]) === modulo(other[1]) && one[2] === other[2]) return 1 / 4;
    const [[w, b], [v, a]] = [ends(one), ends(other)];
    const bonds = times(one[2] ? [0, 1] : [1, 0], other[2] ? [0, 1] : [1, 0]);
    const regular = sectors.reduce((sum, { inverse }, i) => {
      const from = (to: readonly [number, number], at: readonly [number, number]) => inverse(to[0] - at[0], to[1] - at[1]);
      return sum + weights[i] * times(bonds, less(times(from(b, w), from(a, v)), times(from(b, v), from(a, w))))[0];
    }, 0);
    const zeros = (4 / L ** 4) * times(bonds, times(waves(b, a, 1), waves(w, v, -1)))[0];
    return (regular - left * zeros) / total;
  };
  return { logCoverings: Math.log(total / 2) + top, both };
}
