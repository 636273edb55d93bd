/**
 * Sums of Boltzmann weights over the spins of any graph by variable elimination, which generalises the transfer matrix. A table holds
 * one number for each configuration of the open spins. A spin is added with its bonds to open ones, and summed over once its last
 * neighbour has been added. Weights are exp(K s s' - |K|) of a bond and exp(h s - |h|) of a spin in a field, so that nothing overflows.
 */

/** The sum of the weights of bonds and of spins in a field, over all spins that are not kept. */
export interface Elimination {
  /** Every site of the graph, in the order in which they are added. */
  order: readonly number[];
  /** Sites that a site has a bond to; the relation must be symmetric. */
  neighbours(site: number): readonly number[];
  /** Whether a spin stays open to the end. */
  kept(site: number): boolean;
  /** Whether the value of a spin is fixed; then it gets no place in the table. */
  fixed(site: number): boolean;
  /** Whether the weight of a spin in the field is part of this sum; by default of no spin. */
  weighed?(site: number): boolean;
}

/** Couplings over temperature. */
export interface Couplings {
  K: number;
  /** Field; zero unless given. */
  h?: number;
  /** Sign of the coupling of a bond, 1 or -1, multiplied with K; 1 unless given. */
  sign?: (site: number, other: number) => number;
}

/** One pass over the table; bit b of an index is the spin of one open site, 1 for up. */
type Pass =
  | { kind: 'append' }
  | { kind: 'replace'; bit: number; bond: Bond }
  | { kind: 'bond'; bit: number; other: number; bond: Bond }
  /** The bond to a fixed spin. */
  | { kind: 'given'; bit: number; site: number; bond: Bond }
  | { kind: 'constant'; bond: Bond }
  | { kind: 'field'; bit: number }
  | { kind: 'fixed field'; site: number }
  | { kind: 'sum'; bit: number };
type Bond = readonly [site: number, other: number];

/** The passes of an elimination with their cost, which is known before any allocation. */
export interface Schedule {
  passes: readonly Pass[];
  /** Sites of the final table, lowest bit first. */
  sites: readonly number[];
  /** Bits of the largest table. */
  peak: number;
  /** Table entries visited by all passes together. */
  work: number;
}

/** Passes between two rescalings of a long sum. */
const RESCALE_EVERY = 64;

/**
 * Orders the passes of an elimination and counts their cost. A spin is summed over as soon as its last neighbour is in, so that
 * the table stays as small as the order of sites allows. Time grows with the number of bonds, not with the table.
 */
export function schedule({ order, neighbours, kept, fixed, weighed = () => false }: Elimination): Schedule {
  const inside = new Set(order);
  const left = new Map(order.map((site) => [site, neighbours(site).filter((n) => inside.has(n)).length]));
  const open: number[] = [];
  const added = new Set<number>();
  const passes: Pass[] = [];
  let [peak, work] = [0, 0];
  const push = (pass: Pass) => {
    passes.push(pass);
    work += 2 ** open.length;
    peak = Math.max(peak, open.length);
  };
  const finished = (site: number) => left.get(site) === 0 && !kept(site);
  const sum = (site: number) => {
    const bit = open.indexOf(site);
    push({ kind: 'sum', bit });
    open.splice(bit, 1);
  };
  for (const site of order) {
    const bonds = neighbours(site).filter((n) => added.has(n));
    for (const n of [...bonds, ...bonds.map(() => site)]) left.set(n, (left.get(n) as number) - 1);
    added.add(site);
    const free = bonds.filter((n) => !fixed(n));
    const given = bonds.filter(fixed);
    if (fixed(site)) {
      for (const n of free) push({ kind: 'given', bit: open.indexOf(n), site, bond: [site, n] });
      for (const n of given) push({ kind: 'constant', bond: [site, n] });
      if (weighed(site)) push({ kind: 'fixed field', site });
    } else {
      // The new spin takes the place of a neighbour that is finished: one pass, and the table does not grow.
      const leaving = free.find(finished);
      if (leaving === undefined) {
        open.push(site);
        push({ kind: 'append' });
      } else {
        const bit = open.indexOf(leaving);
        open[bit] = site;
        push({ kind: 'replace', bit, bond: [site, leaving] });
      }
      const bit = open.indexOf(site);
      for (const n of free) if (n !== leaving) push({ kind: 'bond', bit, other: open.indexOf(n), bond: [site, n] });
      for (const n of given) push({ kind: 'given', bit, site: n, bond: [site, n] });
      if (weighed(site)) push({ kind: 'field', bit });
    }
    for (const n of free) if (finished(n) && open.includes(n)) sum(n);
    if (!fixed(site) && finished(site)) sum(site);
  }
  return { passes, sites: open, peak, work };
}

/**
 * Runs the passes.
 * @param spin value (1 or -1) of a fixed site
 * @param rescale whether the result may have an unknown positive factor, which long sums need to avoid underflow
 * @param buffer scratch memory of 2^peak numbers
 * @returns (2^sites), a view of the buffer
 */
export function runSchedule(
  { passes, peak }: Schedule,
  { K, h = 0, sign = () => 1 }: Couplings,
  spin: (site: number) => number,
  rescale: boolean,
  buffer = new Float64Array(2 ** peak),
): Float64Array {
  const [like, unlike] = [Math.exp(K - Math.abs(K)), Math.exp(-K - Math.abs(K))];
  /** Of parallel spins, and of opposite ones. */
  const weights = ([site, other]: Bond): [number, number] => (sign(site, other) > 0 ? [like, unlike] : [unlike, like]);
  const weight = (bond: Bond, product: number) => weights(bond)[product > 0 ? 0 : 1];
  const along = (value: number) => Math.exp(h * value - Math.abs(h));
  let values = buffer.subarray(0, 1).fill(1);
  passes.forEach((pass, i) => {
    switch (pass.kind) {
      case 'append':
        buffer.copyWithin(values.length, 0, values.length);
        values = buffer.subarray(0, 2 * values.length);
        break;
      case 'replace':
        replace(values, pass.bit, ...weights(pass.bond));
        break;
      case 'bond':
        bond(values, pass.bit, pass.other, ...weights(pass.bond));
        break;
      case 'given':
        field(values, pass.bit, weight(pass.bond, -spin(pass.site)), weight(pass.bond, spin(pass.site)));
        break;
      case 'constant':
        scale(values, weight(pass.bond, spin(pass.bond[0]) * spin(pass.bond[1])));
        break;
      case 'field':
        field(values, pass.bit, along(-1), along(1));
        break;
      case 'fixed field':
        scale(values, along(spin(pass.site)));
        break;
      case 'sum':
        sumOver(values, pass.bit);
        values = buffer.subarray(0, values.length / 2);
    }
    if (rescale && i % RESCALE_EVERY === RESCALE_EVERY - 1) scale(values, 1 / largest(values));
  });
  return values;
}

/**
 * The same table with its sites in another order; both lists are lowest bit first and have the same members.
 * @param out receives the result
 */
export function reordered(values: Float64Array, sites: readonly number[], wanted: readonly number[], out = new Float64Array(values.length)): Float64Array {
  const half = wanted.length >> 1;
  const offsets = (part: readonly number[]) => {
    const table = new Uint32Array(1 << part.length);
    part.forEach((site, b) => {
      const bit = 1 << sites.indexOf(site);
      for (let i = 0; i < 1 << b; i++) table[i | (1 << b)] = table[i] | bit;
    });
    return table;
  };
  const [low, high] = [offsets(wanted.slice(0, half)), offsets(wanted.slice(half))];
  for (let h = 0, i = 0; h < high.length; h++) {
    const from = high[h];
    for (let l = 0; l < low.length; l++) out[i++] = values[from | low[l]];
  }
  return out;
}

/** Below this length one loop over all pairs is faster than a loop per run. */
const SHORT_RUN = 8;

function replace(values: Float64Array, bit: number, parallel: number, opposite: number): void {
  const stride = 1 << bit;
  if (stride >= SHORT_RUN) {
    for (let base = 0; base < values.length; base += 2 * stride) {
      for (let i = base; i < base + stride; i++) {
        const down = values[i];
        const up = values[i + stride];
        values[i] = parallel * down + opposite * up;
        values[i + stride] = opposite * down + parallel * up;
      }
    }
    return;
  }
  for (let pair = 0; pair < values.length >> 1; pair++) {
    const i = ((pair >> bit) << (bit + 1)) | (pair & (stride - 1));
    const down = values[i];
    const up = values[i + stride];
    values[i] = parallel * down + opposite * up;
    values[i + stride] = opposite * down + parallel * up;
  }
}

/** One of the two weights is 1, so half of the table is left as it is. */
function bond(values: Float64Array, a: number, b: number, parallel: number, opposite: number): void {
  const [low, high] = [1 << Math.min(a, b), 1 << Math.max(a, b)];
  const factor = Math.min(parallel, opposite);
  const flip = parallel < opposite ? 0 : low;
  for (let top = 0; top < values.length; top += high) {
    // Within a run of the higher bit, the runs of the lower bit that differ from it (or, for J < 0, that equal it).
    const first = (top & high ? low : 0) ^ flip;
    for (let base = top + first; base < top + high; base += 2 * low) {
      for (let i = base; i < base + low; i++) values[i] *= factor;
    }
  }
}

function field(values: Float64Array, bit: number, down: number, up: number): void {
  const stride = 1 << bit;
  for (let base = 0; base < values.length; base += 2 * stride) {
    for (let i = base; i < base + stride; i++) {
      values[i] *= down;
      values[i + stride] *= up;
    }
  }
}

/** In place: the first half holds the result. */
function sumOver(values: Float64Array, bit: number): void {
  const stride = 1 << bit;
  for (let base = 0, out = 0; base < values.length; base += 2 * stride) {
    for (let i = base; i < base + stride; i++) values[out++] = values[i] + values[i + stride];
  }
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  return most;
}
