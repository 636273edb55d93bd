/** A small lattice with a block in the middle: its sites and neighbours, and the sites of V, E and their rims. */

export const BOUNDARIES = ['periodic', 'cylinder', 'open'] as const;
/** Periodic along both axes; along the first axis only; or along none. */
export type Boundary = (typeof BOUNDARIES)[number];

/** A lattice with a block and a buffer. */
export interface LatticeOptions {
  /** Sides (L_x, L_y), at least 3 along a periodic axis. */
  size: readonly [number, number];
  /** Sides (b_x, b_y) of the block. */
  block: readonly [number, number];
  /** Width L_B of the buffer on every side of the block. */
  buffer: number;
  boundary: Boundary;
}

/** The sites of a lattice by region. */
export interface Lattice {
  /** Sites along the short axis, x, and along the long one, y: the axes are swapped where L_x > L_y. */
  short: number;
  long: number;
  /** Sites x + short y next to a site. */
  neighbours(site: number): readonly number[];
  /** Sites of V, row by row in the orientation of the user's block. */
  visible: readonly number[];
  /** Places in `visible` of the sites with a neighbour outside of V: the only ones that interact with E. */
  rim: readonly number[];
  /** Sites of V and buffer, and then those next to them, in the order of a sweep across. */
  inside: readonly number[];
  /** ∂E: the sites of E next to V or buffer, in the order of the same sweep. With nearest neighbours V depends on E only through them. */
  shore: readonly number[];
  /** Whether a site is in V or the buffer. */
  covered(site: number): boolean;
  /** Rows y of V and buffer: first, and how many. */
  rows: { first: number; count: number };
}

/** The lattice of checked options: block and buffer fit, and leave an environment. */
export function latticeOf({ size, block, buffer, boundary }: LatticeOptions): Lattice {
  const swapped = size[0] > size[1];
  const order = <T>([a, b]: readonly [T, T]): [T, T] => (swapped ? [b, a] : [a, b]);
  const [short, long] = order(size);
  const [bx, by] = order(block);
  const [closedX, closedY] = order([boundary !== 'open', boundary === 'periodic']);
  const [x0, y0] = [Math.floor((short - bx) / 2), Math.floor((long - by) / 2)];

  const at = (x: number, y: number): number | undefined => {
    const [wrappedX, wrappedY] = [closedX ? (x + short) % short : x, closedY ? (y + long) % long : y];
    return wrappedX < 0 || wrappedX >= short || wrappedY < 0 || wrappedY >= long ? undefined : wrappedX + short * wrappedY;
  };
  const neighbours = Array.from({ length: short * long }, (_, site) => {
    const [x, y] = [site % short, Math.floor(site / short)];
    return [at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)].filter((n) => n !== undefined);
  });
  const within = (x: number, y: number, margin: number) => x >= x0 - margin && x < x0 + bx + margin && y >= y0 - margin && y < y0 + by + margin;
  const coordinates = (site: number): [number, number] => [site % short, Math.floor(site / short)];
  const covered = (site: number) => within(...coordinates(site), buffer);

  const visible: number[] = [];
  for (let row = 0; row < block[1]; row++) {
    for (let column = 0; column < block[0]; column++) visible.push((swapped ? x0 + row : x0 + column) + short * (swapped ? y0 + column : y0 + row));
  }
  const rim = visible.flatMap((site, i) => (neighbours[site].some((n) => !visible.includes(n)) ? [i] : []));

  // Across the shorter side, so that few spins are open at a time.
  const [along, across] = bx > by ? [bx, by] : [by, bx];
  const inside: number[] = [];
  for (let a = -buffer - 1; a <= along + buffer; a++) {
    for (let c = -buffer - 1; c <= across + buffer; c++) {
      const site = bx > by ? at(x0 + a, y0 + c) : at(x0 + c, y0 + a);
      if (site === undefined || inside.includes(site)) continue;
      if (covered(site) || neighbours[site].some(covered)) inside.push(site);
    }
  }
  const shore = inside.filter((site) => !covered(site));
  return {
    short,
    long,
    neighbours: (site) => neighbours[site],
    visible,
    rim,
    inside,
    shore,
    covered,
    rows: { first: y0 - buffer, count: by + 2 * buffer },
  };
}

/**
 * Permutations of the block's sites by symmetries of the lattice: reflections, and on a square the exchange of axes.
 * @returns for each symmetry, the place (row by row) that each place of the block is mapped to
 */
export function blockSymmetries({ size, block, boundary }: LatticeOptions): number[][] {
  const [bx, by] = block;
  const square = bx === by && size[0] === size[1] && boundary !== 'cylinder';
  // On an open axis the block may lie one site off the centre.
  const mirrored = (axis: 0 | 1) => boundary === 'periodic' || (boundary === 'cylinder' && axis === 0) || (size[axis] - block[axis]) % 2 === 0;
  const symmetries: number[][] = [];
  for (const exchange of square ? [false, true] : [false]) {
    for (const flipX of mirrored(0) ? [false, true] : [false]) {
      for (const flipY of mirrored(1) ? [false, true] : [false]) {
        symmetries.push(
          Array.from({ length: bx * by }, (_, i) => {
            const x = flipX ? bx - 1 - (i % bx) : i % bx;
            const y = flipY ? by - 1 - Math.floor(i / bx) : Math.floor(i / bx);
            return exchange ? y + bx * x : x + bx * y;
          }),
        );
      }
    }
  }
  return symmetries;
}
