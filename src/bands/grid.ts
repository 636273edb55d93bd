/** Momenta on a grid of the Brillouin zone, one of each set of images. */
import { type Coordinates, isLattice, onMomentum, type PlaneGroup, pointGroup } from './group.ts';
import { squareOf } from './waves.ts';

/** The momenta (i / n, j / n) that no operation of the group maps to an earlier one, as the shortest k + G. */
export function irreducibleGrid(group: PlaneGroup, n: number): Coordinates[] {
  const { elements } = pointGroup(group);
  const seen = new Set<number>();
  const found: Coordinates[] = [];
  const wrapped = (x: number) => ((Math.round(x * n) % n) + n) % n;
  for (let index = 0; index < n * n; index++) {
    if (seen.has(index)) continue;
    const k: Coordinates = [Math.floor(index / n) / n, (index % n) / n];
    for (const { matrix } of elements) {
      const [x, y] = onMomentum(matrix, k);
      seen.add(wrapped(x) * n + wrapped(y));
    }
    found.push(shortest(group, k));
  }
  return found;
}

/** The momenta of a grid that are none of high symmetry. */
export function genericGrid(group: PlaneGroup, n: number): Coordinates[] {
  const images = group.momenta.flatMap(({ at }) => pointGroup(group).elements.map(({ matrix }) => onMomentum(matrix, at)));
  return irreducibleGrid(group, n).filter(([x, y]) => !images.some(([p, q]) => isLattice([x - p, y - q])));
}

/** The representative of a momentum in the first Brillouin zone. */
function shortest(group: PlaneGroup, [x, y]: Coordinates): Coordinates {
  let best: Coordinates = [x, y];
  for (const m of [-1, 0, 1]) for (const n of [-1, 0, 1]) if (squareOf(group, [x + m, y + n]) < squareOf(group, best) - 1e-9) best = [x + m, y + n];
  return best;
}
