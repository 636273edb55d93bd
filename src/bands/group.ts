/**
 * Plane groups with their little co-groups and irreps. Only generators are stated: a rotation, a mirror, momenta and sites; all else follows.
 * Operations act on coordinates (m, n) of the reciprocal lattice, G = m b1 + n b2; sites are coordinates of the dual lattice.
 */

/** An integer matrix by rows: (x, y) -> (a x + b y, c x + d y). */
type Operation = readonly [number, number, number, number];
/** Coordinates in the reciprocal or the direct lattice. */
export type Coordinates = readonly [number, number];

/** A point of the Brillouin zone or of the cell, by name. */
interface Named {
  readonly name: string;
  readonly at: Coordinates;
}

/** A plane group without glides. */
export interface PlaneGroup {
  readonly name: GroupName;
  /** Lattice constant 1: |b|^2, and |m b1 + n b2|^2 = unit (m^2 + n^2 + skew m n). */
  readonly unit: number;
  readonly skew: 0 | 1;
  readonly rotation: Operation;
  readonly order: number;
  readonly mirror?: Operation;
  /** Momenta of high symmetry. */
  readonly momenta: readonly Named[];
  /** One site of each Wyckoff position whose symmetry is not a subgroup of that of a neighbour. */
  readonly sites: readonly Named[];
  /** A closed way through the momenta, for figures. */
  readonly path: readonly string[];
}

/** The groups that are known. */
export const GROUP_NAMES = ['p2', 'p4', 'p6mm'] as const;
/** One of them. */
type GroupName = (typeof GROUP_NAMES)[number];

const SQUARE = { unit: 4 * Math.PI ** 2, skew: 0 } as const;
const HALVES: Record<string, Coordinates> = { a: [0, 0], b: [0, 0.5], c: [0.5, 0], d: [0.5, 0.5] };
const named = (points: Readonly<Record<string, Coordinates>>): Named[] => Object.entries(points).map(([name, at]) => ({ name, at }));

/** The plane groups: p2 and p4 on the square lattice, p6mm on the triangular one with b1, b2 at 60 degrees. */
export const GROUPS: Readonly<Record<GroupName, PlaneGroup>> = {
  p2: {
    name: 'p2',
    ...SQUARE,
    rotation: [-1, 0, 0, -1],
    order: 2,
    momenta: named({ G: [0, 0], X: [0.5, 0], Y: [0, 0.5], M: [0.5, 0.5] }),
    sites: named({ '1a': HALVES.a, '1b': HALVES.b, '1c': HALVES.c, '1d': HALVES.d }),
    path: ['G', 'X', 'M', 'Y', 'G'],
  },
  p4: {
    name: 'p4',
    ...SQUARE,
    rotation: [0, -1, 1, 0],
    order: 4,
    momenta: named({ G: [0, 0], X: [0.5, 0], M: [0.5, 0.5] }),
    sites: named({ '1a': HALVES.a, '1b': HALVES.d, '2c': HALVES.c }),
    path: ['G', 'X', 'M', 'G'],
  },
  p6mm: {
    name: 'p6mm',
    unit: (16 * Math.PI ** 2) / 3,
    skew: 1,
    rotation: [0, -1, 1, 1],
    order: 6,
    mirror: [0, 1, 1, 0],
    momenta: named({ G: [0, 0], K: [1 / 3, 1 / 3], M: [0.5, 0] }),
    sites: named({ '1a': HALVES.a, '2b': [1 / 3, 2 / 3], '3c': HALVES.c }),
    path: ['G', 'M', 'K', 'G'],
  },
};

/** An operation as r^turn or r^turn s of the subgroup it belongs to. */
export interface Element {
  readonly matrix: Operation;
  readonly turn: number;
  readonly mirrored: boolean;
}

/** A cyclic or dihedral point group: rotations r^j and, with mirrors, r^j s. */
export interface PointGroup {
  readonly order: number;
  readonly mirrors: boolean;
  readonly elements: readonly Element[];
  readonly irreps: readonly Irrep[];
}

/** A real irrep: of dimension 1 by the characters of r and s, of dimension 2 by its angular momentum. */
export interface Irrep {
  /** Of the site: A1, B2, E1, ... */
  readonly symbol: string;
  readonly dimension: 1 | 2;
  /** Times that each level stands in a block: 2 for a pair of complex conjugates, which no mirror parts. */
  readonly copies: 1 | 2;
  readonly character: (element: Pick<Element, 'turn' | 'mirrored'>) => number;
}

/** One operation after the other, the second one first. */
export const times = ([a, b, c, d]: Operation, [e, f, g, h]: Operation): Operation => [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];

/** An operation on coordinates of the reciprocal lattice. */
export const onMomentum = ([a, b, c, d]: Operation, [x, y]: Coordinates): Coordinates => [a * x + b * y, c * x + d * y];

/** The same operation on coordinates of the direct lattice: the inverse transposed matrix, so that k r stays the same. */
export function onSite([a, b, c, d]: Operation, [x, y]: Coordinates): Coordinates {
  const determinant = a * d - b * c;
  return [(d * x - c * y) / determinant, (a * y - b * x) / determinant];
}

/** All operations of a group. */
function elementsOf({ rotation, order, mirror }: PlaneGroup): Element[] {
  const turns: Operation[] = [[1, 0, 0, 1]];
  while (turns.length < order) turns.push(times(rotation, turns[turns.length - 1]));
  const rotations = turns.map((matrix, turn) => ({ matrix, turn, mirrored: false }));
  return mirror ? [...rotations, ...turns.map((matrix, turn) => ({ matrix: times(matrix, mirror), turn, mirrored: true }))] : rotations;
}

/** Whether a difference is a vector of the lattice, to within rounding. */
export const isLattice = ([x, y]: Coordinates) => Math.abs(x - Math.round(x)) < 1e-9 && Math.abs(y - Math.round(y)) < 1e-9;

/** The operations that leave a momentum where it is, up to a reciprocal lattice vector. */
export const littleGroup = (group: PlaneGroup, k: Coordinates): PointGroup => subgroup(group, (matrix) => fixes(onMomentum(matrix, k), k));

/** The operations that leave a site where it is, up to a lattice vector. */
export const siteGroup = (group: PlaneGroup, q: Coordinates): PointGroup => subgroup(group, (matrix) => fixes(onSite(matrix, q), q));

const fixes = (image: Coordinates, at: Coordinates) => isLattice([image[0] - at[0], image[1] - at[1]]);

/** All operations of the group, whose point group it is. */
export const pointGroup = (group: PlaneGroup): PointGroup => subgroup(group, () => true);

/** The subgroup of those kept, with its own generators: of its mirrors the first of the class of the group's mirror, if there is one. */
function subgroup(group: PlaneGroup, keeps: (matrix: Operation) => boolean): PointGroup {
  const kept = elementsOf(group).filter(({ matrix }) => keeps(matrix));
  const order = kept.filter(({ mirrored }) => !mirrored).length;
  const step = group.order / order;
  const mirrors = kept.filter(({ mirrored }) => mirrored);
  const first = mirrors.find(({ turn }) => turn % 2 === 0) ?? mirrors[0];
  const elements = kept.map(({ matrix, turn, mirrored }) => ({
    matrix,
    turn: (mirrored ? (turn - first.turn + group.order) % group.order : turn) / step,
    mirrored,
  }));
  return { order, mirrors: mirrors.length > 0, elements, irreps: irrepsOf(order, mirrors.length > 0) };
}

const one = (symbol: string, turned: number, reflected: number): Irrep => ({
  symbol,
  dimension: 1,
  copies: 1,
  character: ({ turn, mirrored }) => turned ** turn * (mirrored ? reflected : 1),
});

/** Real irreps of C_n or C_nv, in the order in which the names at momenta count them: A1, A2, B2, B1, E2, E1. */
function irrepsOf(order: number, mirrors: boolean): Irrep[] {
  const even = order % 2 === 0;
  const singles = mirrors
    ? [one('A1', 1, 1), one('A2', 1, -1), ...(even ? [one('B2', -1, 1), one('B1', -1, -1)] : [])]
    : [one('A', 1, 1), ...(even ? [one('B', -1, 1)] : [])];
  const momenta = Array.from({ length: Math.ceil(order / 2) - 1 }, (_, i) => Math.ceil(order / 2) - 1 - i);
  const pairs = momenta.map((l): Irrep => {
    const character = ({ turn, mirrored }: Pick<Element, 'turn' | 'mirrored'>) => (mirrored ? 0 : 2 * Math.cos((2 * Math.PI * l * turn) / order));
    return { symbol: momenta.length > 1 ? `E${l}` : 'E', dimension: 2, copies: mirrors ? 1 : 2, character };
  });
  return [...singles, ...pairs];
}

/** The mean of a product of two characters over a point group. */
export function overlapOf(elements: readonly Element[], a: (element: Element) => number, b: (element: Element) => number): number {
  return elements.reduce((sum, element) => sum + a(element) * b(element), 0) / elements.length;
}
