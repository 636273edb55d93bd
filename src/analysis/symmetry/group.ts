/**
 * The group of a block: rotations and reflections, translations, sign and order of components, acting on a filter as
 * permutations with signs. It does not depend on the operators of any model.
 */
import { BlockspinError, internal } from '../../core/errors.ts';
import type { ListedSites, UnitCell } from '../filters/places.ts';
import type { Components } from '../filters/vectors.ts';
import { applyGauge, type Gauge } from './gauge_order.ts';
import { graphOperations } from './graph_group.ts';
import { innerGroup } from './inner_group.ts';
import { latticeOperations, type Operations, type Place } from './lattice_group.ts';
import { permutations, type Shape } from './motions.ts';

/** The block of a filter component. Values run over z, y, x and then the channels of a site, as in `filterShape`. */
export interface Block {
  /** Axes x, y, z of the block; 0 is a list of sites, which has the symmetries of the graph of its `sites`, or none. */
  dimension: 0 | 1 | 2 | 3;
  /** Sites along each axis; of a list: its length. */
  side: number;
  /** Sites along each axis, the slowest first, where they differ. */
  sides?: readonly number[];
  /** Values of a site. Bonds have one channel for each axis; channels of sites move along with their site. Default 1, or `dimension`. */
  channels?: number;
  /** Channel a of site r is the bond from r to r + e_a (right, down, ...): rotations exchange channels and change the site a bond belongs to. */
  bonds?: boolean;
  /** Where sites lie, if not on a square lattice; the sites of a cell are channels. */
  cell?: UnitCell;
  /** States of a one-hot value, each with a weight: permutations of states are operations, too. */
  states?: number;
  /** Multiples of an angle, each with the weights of its cosine and its sine. */
  harmonics?: number;
  /** Whether the slowest axis is time: nothing reverses it, moves along it, or exchanges it with another. */
  time?: boolean;
  /** Where the block stays: then only what maps the lattice, its open ends and its holes onto itself, and no translation. */
  place?: Place;
  /** The lists of a block of dimension 0: with edges, permutations that keep them, the block and the environment. */
  sites?: ListedSites;
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
  /** Weight i of a component goes to place to[i]; -1: it leaves the block. */
  to: Int32Array;
  /** Signs that weights are multiplied with before; none for an element without. */
  flips?: Int8Array;
}

/** All operations of a block, and their product. */
export interface BlockGroup {
  /** Every operation once, the identity first: all products of operations of the lattice or graph, of values, and of components. */
  elements: Element[];
  /** Whether the elements form a group; false where values are dropped. */
  closed: boolean;
  /**
   * Indices of elements by subgroup: rotations, point group (about the centre of the block), both about a site, translations, symmetries of
   * the graph; of states or angles; components.
   */
  subgroups: Record<string, number[]>;
  /** Index of element i after element j. Throws unless closed. */
  multiply(i: number, j: number): number;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

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
  const { dimension, side, sides = Array.from({ length: dimension }, () => side) } = block;
  const shape: Shape = {
    sides: [...sides].reverse(),
    channels: block.channels ?? (block.bonds ? dimension : (block.cell?.basis.length ?? 1)),
    bonds: block.bonds === true,
    time: block.time ? dimension - 1 : -1,
    cell: block.cell,
  };
  check(block, shape);
  const wrap = boundary === 'wrap';
  const inner = innerGroup({ states: block.states ?? 1, harmonics: block.harmonics ?? 0 });
  const ofComponents = (signs ? 2 ** components : 1) * (orders ? factorial(components) : 1) * inner.elements.length;
  const shifts = translations && !block.place ? shape.sides.reduce((product, length) => product * (length + 1), 1) : 1;
  const most = (block.cell ? 12 : 2 ** dimension * factorial(dimension)) * shifts * ofComponents;
  if (most > MOST_ELEMENTS) {
    throw new BlockspinError({ who: 'group', expected: `at most ${MOST_ELEMENTS} elements`, got: most, remedy: 'leave out translations or orders' });
  }
  const gauge = gauges(components, signs, orders);
  const lattice = dimension === 0 ? listed(block, shape.channels) : latticeOperations(shape, { translations, wrap, place: block.place });
  const each = inner.elements.length * gauge.length;
  const elements = lattice.elements.flatMap((one) =>
    inner.elements.flatMap((value) => {
      const moves = ofInputs(one.to, value);
      return gauge.map((g): Element => {
        const rest = [value.name, g.name].filter(Boolean);
        return { name: [one.name === 'e' && rest.length > 0 ? '' : one.name, ...rest].filter(Boolean).join(' '), ...moves, order: g.order, signs: g.signs };
      });
    }),
  );
  const closed = elements.every(({ to }) => !to.includes(-1));
  const scaled = (all: Record<string, number[]>, by: number) => Object.fromEntries(Object.entries(all).map(([name, list]) => [name, list.map((i) => i * by)]));
  const subgroups = { ...scaled(lattice.subgroups, each), ...scaled(inner.subgroups, gauge.length) };
  if (gauge.length > 1) subgroups.components = gauge.map((_, i) => i);
  const gaugeKeys = new Map(gauge.map((g, i) => [keyOfGauge(g), i]));
  const multiply = (i: number, j: number) => {
    if (!closed) throw new BlockspinError({ who: 'group', expected: "boundary 'wrap'", got: boundary, remedy: 'elements that drop values have no product' });
    const [a, b] = [elements[i], elements[j]];
    const [p, q] = [i, j].map((element) => Math.floor(element / each));
    const product = lattice.index(lattice.elements[q].to.map((place) => lattice.elements[p].to[place]));
    if (product === undefined) throw internal(`the product of ${a.name} and ${b.name} is not in the group`);
    const [v, w] = [i, j].map((element) => Math.floor((element % each) / gauge.length));
    const order = a.order.map((c) => b.order[c]);
    const sign = a.signs.map((s, place) => s * b.signs[a.order[place]]);
    return product * each + inner.multiply(v, w) * gauge.length + (gaugeKeys.get(keyOfGauge({ order, signs: sign })) ?? 0);
  };
  return { elements, closed, subgroups, multiply };
}

function check(block: Block, { sides, channels }: Shape): void {
  const whole = [block.side, ...sides].every((length) => Number.isInteger(length) && length > 0) && sides.length === block.dimension;
  const fits = block.bonds ? channels === block.dimension && block.dimension > 0 : channels % (block.cell?.basis.length ?? 1) === 0;
  if (whole && fits) return;
  const remedy = 'give the shape of the block the filter was trained on';
  throw new BlockspinError({ who: 'group', expected: 'a side of 1 or more, and bonds along each axis', got: JSON.stringify(block), remedy });
}

/** The operations of a list of sites. */
function listed({ side, sites }: Block, channels: number): Operations {
  if (sites?.edges?.length) return graphOperations(sites);
  const values = Int32Array.from({ length: side * channels }, (_, i) => i);
  return { elements: [{ name: 'e', to: values }], subgroups: {}, index: () => 0 };
}

/** An operation on values and one on the inputs of each as an operation on weights. */
function ofInputs(to: Int32Array, { to: inner, flips }: { to: readonly number[]; flips: readonly number[] }): Pick<Element, 'to' | 'flips'> {
  const inputs = inner.length;
  const place = (i: number) => {
    const value = to[Math.floor(i / inputs)];
    return value < 0 ? -1 : value * inputs + inner[i % inputs];
  };
  const weights = inputs === 1 ? to : Int32Array.from({ length: to.length * inputs }, (_, i) => place(i));
  return { to: weights, ...(flips.includes(-1) ? { flips: Int8Array.from(weights, (_, i) => flips[i % inputs]) } : {}) };
}

const keyOfGauge = ({ order, signs }: { order: number[]; signs: number[] }) => `${order} ${signs}`;

/**
 * Applies an element to a filter: values are moved within the block, then components are ordered and signed.
 *
 * @param components (C, d)
 * @param unknown value of places that nothing is mapped to
 * @returns (C, d), new arrays
 */
export function act({ to, flips, order, signs }: Element, components: Components, unknown = 0): number[][] {
  const moved = components.map((component) => {
    const out = new Array<number>(component.length).fill(unknown);
    component.forEach((w, i) => {
      if (to[i] >= 0) out[to[i]] = flips ? flips[i] * w : w;
    });
    return out;
  });
  return applyGauge(moved, { order, signs });
}

/** The whole multiplication table of a closed group, table[i][j] = i after j. */
export function multiplicationTable({ elements, multiply }: BlockGroup): number[][] {
  return elements.map((_, i) => elements.map((_, j) => multiply(i, j)));
}
