/**
 * Elementary band representations: bands induced by orbitals at the sites of a Wyckoff position. Their irreps at the momenta are computed by
 * induction, chi_k(g) = sum over sites q with g q = q + T of exp(-2 pi i k T) chi(h^-1 g h), where h carries the first site to q.
 * Source: Bradlyn et al., Nature 547, 298 (2017); Cano et al., arXiv:1709.01935. With time reversal, pairs of complex conjugates are one orbital.
 */
import { type Coordinates, type Element, isLattice, littleGroup, onSite, overlapOf, type PlaneGroup, pointGroup, siteGroup, times } from './group.ts';

/** An irrep at a momentum of high symmetry: one entry of a vector of counts. */
export interface Label {
  /** E.g. K3. */
  readonly name: string;
  readonly momentum: number;
  readonly dimension: number;
}

/** An elementary band representation. */
interface Ebr {
  /** E.g. '(3c,A1)'. */
  readonly name: string;
  readonly bands: number;
  /** By label: how often the irrep occurs. */
  readonly counts: readonly number[];
}

/** What is known of a group's symmetry: labels of a vector of counts, and the vectors of orbitals. */
export interface BandTable {
  readonly group: PlaneGroup;
  readonly labels: readonly Label[];
  readonly ebrs: readonly Ebr[];
}

/** The irreps and elementary band representations of a group. */
export function bandTable(group: PlaneGroup): BandTable {
  const labels = group.momenta.flatMap(({ name, at }, momentum) =>
    littleGroup(group, at).irreps.map(({ dimension }, i) => ({ name: `${name}${i + 1}`, momentum, dimension })),
  );
  const ebrs = group.sites.flatMap((site) =>
    siteGroup(group, site.at).irreps.map((_, i) => {
      const counts = group.momenta.flatMap(({ at }) => inducedAt(group, site.at, i, at));
      const bands = labels.reduce((sum, { momentum, dimension }, j) => sum + (momentum === 0 ? dimension * counts[j] : 0), 0);
      return { name: `(${site.name},${siteGroup(group, site.at).irreps[i].symbol})`, bands, counts };
    }),
  );
  return { group, labels, ebrs };
}

/** How often each irrep at k occurs in the bands of orbitals of an irrep at a site and its images. */
function inducedAt(group: PlaneGroup, site: Coordinates, irrep: number, k: Coordinates): number[] {
  const local = siteGroup(group, site);
  const { character } = local.irreps[irrep];
  const little = littleGroup(group, k);
  const orbit = orbitOf(group, site);
  const chi = (g: Element) =>
    orbit.reduce((sum, { at, carrier }) => {
      const image = onSite(g.matrix, at);
      const shift: Coordinates = [image[0] - at[0], image[1] - at[1]];
      if (!isLattice(shift)) return sum;
      // The operation l of the first site with h l = g h.
      const moved = times(g.matrix, carrier.matrix).join();
      const conjugate = local.elements.find(({ matrix }) => times(carrier.matrix, matrix).join() === moved) as Element;
      return sum + Math.cos(2 * Math.PI * (k[0] * shift[0] + k[1] * shift[1])) * character(conjugate);
    }, 0);
  return little.irreps.map((one) => Math.round(overlapOf(little.elements, chi, one.character) / overlapOf(little.elements, one.character, one.character)));
}

/** The images of a site, each with an operation that carries the first one there, up to a lattice vector. */
function orbitOf(group: PlaneGroup, site: Coordinates): { at: Coordinates; carrier: Element }[] {
  const orbit: { at: Coordinates; carrier: Element }[] = [];
  for (const carrier of pointGroup(group).elements) {
    const at = onSite(carrier.matrix, site);
    if (!orbit.some((known) => isLattice([known.at[0] - at[0], known.at[1] - at[1]]))) orbit.push({ at, carrier });
  }
  return orbit;
}

/** A vector of counts as text: 'G5; K3; M3+M4'. */
export function countsText(labels: readonly Label[], counts: readonly number[]): string {
  const momenta = [...new Set(labels.map(({ momentum }) => momentum))];
  return momenta
    .map((momentum) =>
      labels.flatMap((label, i) => (label.momentum === momentum && counts[i] > 0 ? [`${counts[i] > 1 ? counts[i] : ''}${label.name}`] : [])).join('+'),
    )
    .join('; ');
}
