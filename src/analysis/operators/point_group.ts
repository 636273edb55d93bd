/** How an operator changes under the rotations and mirrors of the square about the centre of its block; plain numbers, no GPU. */
import type { LocalOperator, Term } from './local.ts';

/** The representations of the point group of the square. */
export const IRREPS = ['A1', 'A2', 'B1', 'B2', 'E'] as const;
/** One of them. */
export type Irrep = (typeof IRREPS)[number];

/** Its characters: of the identity, half a turn, quarter turns, mirrors of an axis, mirrors of a diagonal. */
const CHARACTERS: Readonly<Record<Irrep, readonly number[]>> = {
  A1: [1, 1, 1, 1, 1],
  A2: [1, 1, 1, -1, -1],
  B1: [1, 1, -1, 1, -1],
  B2: [1, 1, -1, -1, 1],
  E: [2, -2, 0, 0, 0],
};

/** (x, y) to (a x + b y, c x + d y), and its class. */
const ELEMENTS: readonly { readonly matrix: readonly [number, number, number, number]; readonly of: number }[] = [
  { matrix: [1, 0, 0, 1], of: 0 },
  { matrix: [-1, 0, 0, -1], of: 1 },
  { matrix: [0, -1, 1, 0], of: 2 },
  { matrix: [0, 1, -1, 0], of: 2 },
  { matrix: [-1, 0, 0, 1], of: 3 },
  { matrix: [1, 0, 0, -1], of: 3 },
  { matrix: [0, 1, 1, 0], of: 4 },
  { matrix: [0, -1, -1, 0], of: 4 },
];

/** The part of an operator in each representation. */
export type IrrepShares = Readonly<Record<Irrep, number>>;

/**
 * The parts |P w|² / |w|² of the weights w in each representation, P = d / 8 Σ_g χ(g) g: they sum to 1. A term is moved as the sites that it reads.
 * Source: Serre, Linear Representations of Finite Groups (1977), section 2.6.
 * @param side of the block, whose centre stays
 * @param bonds whether a site has two values, its bond to the right and down
 */
export function irrepShares({ components }: LocalOperator, side: number, bonds = false): IrrepShares {
  const overlaps = [0, 0, 0, 0, 0];
  let norm = 0;
  for (const terms of components) {
    const weights = new Map<string, number>();
    for (const term of terms) {
      const key = keyOf(sitesOf(term, side, bonds), labelOf(term));
      weights.set(key, (weights.get(key) ?? 0) + term.weight);
    }
    norm += [...weights.values()].reduce((sum, w) => sum + w * w, 0);
    for (const { matrix, of } of ELEMENTS) {
      for (const term of terms) {
        const moved = sitesOf(term, side, bonds).map(([x, y]): [number, number] => [matrix[0] * x + matrix[1] * y, matrix[2] * x + matrix[3] * y]);
        overlaps[of] += term.weight * (weights.get(keyOf(moved, labelOf(term))) ?? 0);
      }
    }
  }
  const share = (name: Irrep) => (CHARACTERS[name][0] / 8 / norm) * overlaps.reduce((sum, overlap, i) => sum + CHARACTERS[name][i] * overlap, 0);
  return Object.fromEntries(IRREPS.map((name) => [name, share(name)])) as IrrepShares;
}

/** The representation with the largest part. */
export function mainIrrep(shares: IrrepShares): Irrep {
  return IRREPS.reduce((best, name) => (shares[name] > shares[best] + 1e-9 ? name : best), IRREPS[0]);
}

/** Sites that a term reads, in half sites from the centre of the block. */
function sitesOf({ image, dy, dx }: Term, side: number, bonds: boolean): [number, number][] {
  const at = (y: number, x: number): [number, number] => [2 * x - side + 1, 2 * y - side + 1];
  if (image.kind === 'equal' || image.kind === 'product') return [at(dy, dx), at(dy + image.dy, dx + image.dx)];
  if (image.kind === 'value' && bonds) return [at(dy, dx), image.channel === 0 ? at(dy, dx + 1) : at(dy + 1, dx)];
  return [at(dy, dx)];
}

const labelOf = ({ image }: Term): string => (image.kind === 'state' ? `state ${image.state}` : image.kind === 'value' ? '' : image.kind);

const keyOf = (sites: readonly (readonly [number, number])[], label: string): string => `${label}:${sites.map(String).sort().join(';')}`;
