/**
 * The group of a block: rotations and reflections, translations, sign and order of components, acting on a filter as
 * permutations with signs. It does not depend on the operators of any model.
 */
import { BlockspinError, internal } from '../../core/errors.ts';
import type { Components } from '../filters/vectors.ts';
import { applyGauge, type Gauge } from './gauge_order.ts';

/** The block of a filter component. Values run over z, y, x and then the channels of a site, as in `filterShape`. */
export interface Block {
  /** Axes x, y, z of the block; 0 is a list of sites, whose only symmetry is the identity. */
  dimension: 0 | 1 | 2 | 3;
  /** Sites along each axis; of a list: its length. */
  side: number;
  /** Values of a site. Bonds have one channel for each axis; channels of sites move along with their site. Default 1, or `dimension`. */
  channels?: number;
  /** Channel a of site r is the bond from r to r + e_a (right, down, ...): rotations exchange channels and change the site a bond belongs to. */
  bonds?: boolean;
}

/** Which operations a group has. */
export interface GroupOptions {
  /** Components of the filter. Default 1. */
  components?: number;
  /** Translations of the pattern within the block. Default true. */
  translations?: boolean;
  /**
   * 'wrap': the block is closed to a torus, so that values which leave it enter on the other side. All elements are then permutations
   * and form a group; this suits patterns whose period divides the side. 'drop': values which leave are lost, and those which enter are
   * unknown; shifts go up to half the side either way.
   */
  boundary?: 'wrap' | 'drop';
  /** The signs of components. Default true. */
  signs?: boolean;
  /** The order of components. Default true. */
  orders?: boolean;
}

/** One operation on the components of a filter. */
export interface Element extends Gauge {
  /** E.g. 'e', 'C4', 'mx t(1,0)', '-', '[2 -1]': point operation, translation, then signs and order of components. */
  name: string;
  /** Value i of a component goes to place to[i]; -1: it leaves the block. */
  to: Int32Array;
}

/** All operations of a block, and their product. */
export interface BlockGroup {
  /** Every operation once, the identity first: all products of lattice and component operations. */
  elements: Element[];
  /** Whether the elements form a group; false where values are dropped. */
  closed: boolean;
  /** Indices of elements by subgroup: rotations, point group (about the centre of the block), both about a site, translations, components. */
  subgroups: Record<string, number[]>;
  /** Index of element i after element j. Throws unless closed. */
  multiply(i: number, j: number): number;
}

/** x' = -y, y' = x; y points down, as rows do. */
const POINT_NAMES: Record<string, string> = {
  x: 'e',
  '-x': 'm',
  'x,y': 'e',
  '-x,y': 'mx',
  'x,-y': 'my',
  '-x,-y': 'C2',
  'y,x': 'md',
  '-y,-x': 'ma',
  '-y,x': 'C4',
  'y,-x': 'C4^3',
};

/** r'_a = ± r_axes[a], about the origin. */
interface Point {
  axes: number[];
  flips: boolean[];
}

/** All signed permutations of the axes: 2 on a line, D4 on a square, the 48 of a cube. */
function pointGroup(dimension: number): Point[] {
  const flips = Array.from({ length: 1 << dimension }, (_, bits) => Array.from({ length: dimension }, (_, a) => (bits & (1 << a)) !== 0));
  return permutations(dimension).flatMap((axes) => flips.map((flip) => ({ axes, flips: flip })));
}

/** All orders of 0 .. count - 1, the natural one first. */
function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  const all: number[][] = [];
  for (let first = 0; first < count; first++) {
    for (const rest of permutations(count - 1)) all.push([first, ...rest.map((i) => (i < first ? i : i + 1))]);
  }
  return all;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

function isRotation({ axes, flips }: Point): boolean {
  let sign = flips.filter(Boolean).length;
  axes.forEach((a, i) => {
    sign += axes.slice(i + 1).filter((b) => b < a).length;
  });
  return sign % 2 === 0;
}

function pointName({ axes, flips }: Point): string {
  const triplet = axes.map((a, i) => `${flips[i] ? '-' : ''}${'xyz'[a]}`).join(',');
  return POINT_NAMES[triplet] ?? (triplet === 'x,y,z' ? 'e' : triplet);
}

/**
 * Where values go: r -> R r + shift, R about the centre of the block. A bond along axis c is mapped to the axis a that R maps c to.
 * Where R reverses its direction, it belongs to the image of its far end r + e_c.
 */
function placesOf({ dimension, side, bonds, channels = 1 }: Required<Block>, { axes, flips }: Point, shift: number[], wrap: boolean): Int32Array {
  const sites = side ** dimension;
  const to = new Int32Array(sites * channels);
  for (let site = 0; site < sites; site++) {
    const r = axes.map((_, a) => Math.floor(site / side ** a) % side);
    for (let channel = 0; channel < channels; channel++) {
      const along = bonds ? axes.indexOf(channel) : -1;
      const end = bonds && flips[along] ? r.map((x, a) => (a === channel ? x + 1 : x)) : r;
      const image = axes.map((from, a) => (flips[a] ? side - 1 - end[from] : end[from]) + shift[a]);
      const inside = image.every((x) => x >= 0 && x < side);
      const place = image.reduce((sum, x, a) => sum + (((x % side) + side) % side) * side ** a, 0);
      to[site * channels + channel] = inside || wrap ? place * channels + (bonds ? along : channel) : -1;
    }
  }
  return to;
}

/** Component elements: signs and orders, the identity first. */
function gauges(components: number, signs: boolean, orders: boolean): (Gauge & { name: string })[] {
  const allOrders = orders ? permutations(components) : [Array.from({ length: components }, (_, c) => c)];
  const allSigns = Array.from({ length: signs ? 1 << components : 1 }, (_, bits) =>
    Array.from({ length: components }, (_, c) => (bits & (1 << c) ? (-1 as const) : (1 as const))),
  );
  return allOrders.flatMap((order, i) =>
    allSigns.map((sign, j) => {
      const listed = `[${order.map((c, place) => `${sign[place] < 0 ? '-' : ''}${c + 1}`).join(' ')}]`;
      const minus = components === 1 ? '-' : listed;
      return { order, signs: sign, name: i === 0 && j === 0 ? '' : minus };
    }),
  );
}

/** Above this many elements an analysis takes minutes and a gigabyte. */
const MOST_ELEMENTS = 65_536;

/**
 * The group of a block. Lattice operations with the same effect (on a block of two sites a reflection is a translation) are one
 * element. Operations on components are independent of them, so that the group is a direct product.
 *
 * @throws BlockspinError for an impossible block, bonds on a list, and groups of more than 65,536 elements
 */
export function blockGroup(block: Block, options: GroupOptions = {}): BlockGroup {
  const { components = 1, translations = true, boundary = 'wrap', signs = true, orders = true } = options;
  const full = { channels: block.bonds ? block.dimension : 1, bonds: false, ...block };
  const { dimension, side } = full;
  if (!(Number.isInteger(side) && side > 0 && (!full.bonds || (full.channels === dimension && dimension > 0)))) {
    const remedy = 'give the shape of the block the filter was trained on';
    throw new BlockspinError({ who: 'group', expected: 'a side of 1 or more, and bonds along each axis', got: JSON.stringify(block), remedy });
  }
  const wrap = boundary === 'wrap';
  const ofComponents = (signs ? 2 ** components : 1) * (orders ? factorial(components) : 1);
  const most = 2 ** dimension * factorial(dimension) * (translations ? (side + 1) ** dimension : 1) * ofComponents;
  if (most > MOST_ELEMENTS) {
    throw new BlockspinError({ who: 'group', expected: `at most ${MOST_ELEMENTS} elements`, got: most, remedy: 'leave out translations or orders' });
  }
  const gauge = gauges(components, signs, orders);
  const lattice = dimension === 0 ? listGroup(side * full.channels) : latticeGroup(full, translations, wrap);
  const elements = lattice.elements.flatMap(({ name, to }) =>
    gauge.map((g) => ({ name: [name === 'e' && g.name ? '' : name, g.name].filter(Boolean).join(' '), to, order: g.order, signs: g.signs })),
  );
  const closed = elements.every(({ to }) => !to.includes(-1));
  const subgroups = Object.fromEntries(Object.entries(lattice.subgroups).map(([name, list]) => [name, list.map((i) => i * gauge.length)]));
  if (gauge.length > 1) subgroups.components = gauge.map((_, i) => i);
  const gaugeKeys = new Map(gauge.map((g, i) => [keyOfGauge(g), i]));
  const multiply = (i: number, j: number) => {
    if (!closed) throw new BlockspinError({ who: 'group', expected: "boundary 'wrap'", got: boundary, remedy: 'elements that drop values have no product' });
    const [a, b] = [elements[i], elements[j]];
    const product = lattice.index(b.to.map((place) => a.to[place]));
    if (product === undefined) throw internal(`the product of ${a.name} and ${b.name} is not in the group`);
    const order = a.order.map((c) => b.order[c]);
    const sign = a.signs.map((s, place) => s * b.signs[a.order[place]]);
    return product * gauge.length + (gaugeKeys.get(keyOfGauge({ order, signs: sign })) ?? 0);
  };
  return { elements, closed, subgroups, multiply };
}

const keyOfGauge = ({ order, signs }: { order: number[]; signs: number[] }) => `${order} ${signs}`;

function listGroup(values: number) {
  return {
    elements: [{ name: 'e', to: Int32Array.from({ length: values }, (_, i) => i) }],
    subgroups: {} as Record<string, number[]>,
    index: (): number | undefined => 0,
  };
}

function latticeGroup(block: Required<Block>, translations: boolean, wrap: boolean) {
  const { dimension, side } = block;
  const points = pointGroup(dimension);
  const known = new Map<string, number>();
  const elements: { name: string; to: Int32Array }[] = [];
  const add = (point: Point, shift: number[]) => {
    const to = placesOf(block, point, shift, wrap);
    const key = to.join();
    const index = known.get(key) ?? elements.length;
    if (index === elements.length) {
      known.set(key, index);
      const moved = shift.some((s) => s !== 0) ? `t(${shift.join()})` : '';
      elements.push({ name: [moved && pointName(point) === 'e' ? '' : pointName(point), moved].filter(Boolean).join(' '), to });
    }
    return index;
  };
  const still = new Array<number>(dimension).fill(0);
  const turns = points.filter(isRotation);
  const subgroups: Record<string, number[]> = {};
  const name = (title: string, indices: number[]) => {
    subgroups[title] = [...new Set(indices)];
  };
  name(
    'point group',
    points.map((p) => add(p, still)),
  );
  if (dimension > 1) {
    name(
      'rotations',
      turns.map((p) => add(p, still)),
    );
  }
  if (translations) {
    const reach = wrap ? side : 2 * Math.floor(side / 2) + 1;
    const shifts = Array.from({ length: reach ** dimension }, (_, i) =>
      still.map((_, a) => (Math.floor(i / reach ** a) % reach) - (wrap ? 0 : Math.floor(side / 2))),
    );
    const identity = points[0];
    name(
      'translations',
      shifts.map((shift) => add(identity, shift)),
    );
    // The centre of a block of even side is the centre of a plaquette; operations about a site differ by a shift of one.
    if (wrap && side % 2 === 0) {
      const aboutSite = (p: Point) => add(p, p.flips.map(Number));
      if (dimension > 1) name('rotations about a site', turns.map(aboutSite));
      name('point group about a site', points.map(aboutSite));
    }
    for (const point of points) for (const shift of shifts) add(point, shift);
  }
  return { elements, subgroups, index: (to: Int32Array) => known.get(to.join()) };
}

/**
 * Applies an element to a filter: values are moved within the block, then components are ordered and signed.
 *
 * @param components (C, d)
 * @param unknown value of places that nothing is mapped to
 * @returns (C, d), new arrays
 */
export function act({ to, order, signs }: Element, components: Components, unknown = 0): number[][] {
  const moved = components.map((component) => {
    const out = new Array<number>(component.length).fill(unknown);
    component.forEach((w, i) => {
      if (to[i] >= 0) out[to[i]] = w;
    });
    return out;
  });
  return applyGauge(moved, { order, signs });
}

/** The whole multiplication table of a closed group, table[i][j] = i after j. */
export function multiplicationTable({ elements, multiply }: BlockGroup): number[][] {
  return elements.map((_, i) => elements.map((_, j) => multiply(i, j)));
}
