/** The orbits of optima: which are linked by elements of the group, which members were found by no run, and whether members are equivalent. */
import { meanError } from '../../core/statistics.ts';
import type { Components } from '../filters/vectors.ts';
import { type Action, type Image, imageWithin, isOnto, sharesOf } from './actions.ts';
import { angleOf, type Cluster, type Freedom, separation } from './clusters.ts';
import { act, type Element } from './group.ts';
import { equalMeansTest, informationsOf, type Orbit, uniformTest } from './orbits.ts';

/** The group and its action on the optima. */
interface OrbitOptions {
  elements: readonly Element[];
  /** [element][optimum] */
  images: readonly (readonly Image[])[];
  freedom: Freedom;
  tolerance: number;
  information?: readonly number[];
}

/** Most members that an orbit is completed to. */
const MOST_MEMBERS = 64;

/**
 * Optima linked by elements are one orbit. It is completed by the images of its members under the elements that link two of them. An
 * optimum without such links, although elements which permute the orbit with the most runs move it, is alone: only a few runs found
 * it, and none of them another member of its orbit. It does not count in the status of elements.
 */
export function orbitsOf(clusters: readonly Cluster[], options: OrbitOptions): Orbit[] {
  const { elements, images, freedom, tolerance, information } = options;
  const groups = linked(
    clusters.length,
    images.map((row) => imageWithin(row, tolerance)),
  );
  const shares = clusters.map(({ centre }) => sharesOf(centre));
  const runsOf = (optima: readonly number[]) => optima.reduce((sum, i) => sum + clusters[i].runs.length, 0);
  const leading = groups.filter((optima) => optima.length > 1).sort((a, b) => runsOf(b) - runsOf(a))[0] ?? [];
  const permutes = (g: number, optima: readonly number[]) =>
    optima.length > 1 && isOnto(imageWithin(images[g], tolerance).filter((_, i) => optima.includes(i)));
  const informations = information && informationsOf(clusters, information);
  return groups.map((optima) => {
    const within = (g: number, a: number) => images[g][a].angle <= tolerance && images[g][a].at !== a;
    const links = elements.filter((_, g) => optima.some((a) => within(g, a)));
    const alone = optima.length === 1 && elements.some((_, g) => permutes(g, leading) && images[g][optima[0]].angle > tolerance);
    // All members of an orbit are equally far from their neighbours: an image that is nearer is one of them with noise.
    const members = optima.map((i) => ({ ...clusters[i], centre: shares[i] }));
    const missing = membersBeyond(members, links, freedom, Math.max(tolerance, separation(members, freedom) / 2));
    const populations = [...optima.map((i) => clusters[i].runs.length), ...new Array<number>(missing).fill(0)];
    const own = informations && optima.map((i) => informations[i]);
    const band = own ? shareMissed(optima, clusters, options) * meanError(own.flat()).mean : 0;
    return { optima, missing, populations, uniform: uniformTest(populations), information: own && equalMeansTest(own, band), band, alone };
  });
}

/** Connected parts of the optima, in the order of their first members. */
function linked(count: number, images: readonly Action['image'][]): number[][] {
  const left = new Set(Array.from({ length: count }, (_, i) => i));
  const groups: number[][] = [];
  for (const first of left) {
    const optima = [first];
    left.delete(first);
    for (const at of optima) {
      for (const image of images) {
        image.forEach((to, i) => {
          const other = i === at ? to : to === at ? i : -1;
          if (other >= 0 && left.delete(other)) optima.push(other);
        });
      }
    }
    groups.push(optima);
  }
  return groups;
}

/**
 * The relative difference of information that members of an orbit may have although the model has the symmetry. To leading order I is
 * half the square of a correlation. A filter at an angle θ to the optimum keeps the part cos²θ of this square. θ of two members is the
 * smallest angle between any image of one and the other. The part of it that is noise, because centres are means of few runs, is subtracted.
 */
function shareMissed(optima: readonly number[], clusters: readonly Cluster[], { elements, images, freedom, tolerance }: OrbitOptions): number {
  const noise = (i: number) => clusters[i].radius ** 2 / clusters[i].runs.length;
  let share = 0;
  for (const from of optima) {
    for (const to of optima) {
      const leading = elements.filter((_, g) => from !== to && images[g][from].at === to && images[g][from].angle <= tolerance);
      if (leading.length === 0) continue;
      const least = Math.min(...leading.map((element) => angleOf(act(element, clusters[from].centre), clusters[to].centre, freedom)));
      share = Math.max(share, Math.sin(least) ** 2 - noise(from) - noise(to));
    }
  }
  return share;
}

/** How many members the elements add to an orbit. Elements that drop values cannot be repeated and add none. */
function membersBeyond(clusters: readonly Cluster[], links: readonly Element[], freedom: Freedom, apart: number): number {
  const members: Components[] = clusters.map(({ centre }) => centre);
  for (const member of members) {
    for (const element of links) {
      if (element.to.includes(-1) || members.length >= MOST_MEMBERS) continue;
      const image = act(element, member);
      if (members.every((known) => angleOf(image, known, freedom) > apart)) members.push(image);
    }
  }
  return members.length - clusters.length;
}
