/** The operations of a block on its values: motions, translations, and what a fixed place in a lattice leaves of them. */
import { type Motion, motionsOf, type Shape } from './motions.ts';

/** Whether an axis closes on itself. */
type Ends = 'periodic' | 'open';

/** Where a block stays. All lists are by axis, the slowest first. */
export interface Place {
  readonly extents: readonly number[];
  readonly boundary: readonly ('periodic' | 'open')[];
  /** First site of the block. */
  readonly at: readonly number[];
  /** Sites of the lattice without values, in C order. */
  readonly holes?: readonly number[];
}

/** Operations on the values of a block: value i goes to place to[i], -1 where it leaves the block. */
export interface Operations {
  /** Every one once, the identity first. */
  elements: { name: string; to: Int32Array }[];
  /** Indices of elements. */
  subgroups: Record<string, number[]>;
  /** The element with this effect. */
  index(to: Int32Array): number | undefined;
}

/** How the values of a block are moved. */
interface Moving {
  translations: boolean;
  /** Whether values that leave the block enter it on the other side. */
  wrap: boolean;
  /** Where the block stays; then there are no translations. */
  place?: Place | undefined;
}

/** The operations of a block of a lattice. */
export function latticeOperations(shape: Shape, { translations, wrap, place }: Moving): Operations {
  const { sides } = shape;
  const known = new Map<string, number>();
  const elements: Operations['elements'] = [];
  const add = (motion: Motion, shift: readonly number[]) => {
    const to = placesOf(shape, motion, shift, wrap && !place);
    const key = to.join();
    const index = known.get(key) ?? elements.length;
    if (index === elements.length) {
      known.set(key, index);
      const moved = !place && shift.some((s) => s !== 0) ? `t(${shift.join()})` : '';
      elements.push({ name: [moved && motion.name === 'e' ? '' : motion.name, moved].filter(Boolean).join(' '), to });
    }
    return index;
  };
  const still = sides.map(() => 0);
  const closes = motionsOf(shape).filter((motion) => !wrap || closesOn(motion, shape));
  const motions = place ? closes.flatMap((motion) => atPlace(shape, motion, place)) : closes.map((motion) => ({ motion, shift: still }));
  const turns = motions.filter(({ motion }) => motion.rotation);
  const subgroups: Record<string, number[]> = {};
  const name = (title: string, indices: number[]) => {
    subgroups[title] = [...new Set(indices)];
  };
  name(
    'point group',
    motions.map(({ motion, shift }) => add(motion, shift)),
  );
  if (sides.length > 1) {
    name(
      'rotations',
      turns.map(({ motion, shift }) => add(motion, shift)),
    );
  }
  if (translations && !place) {
    const shifts = shiftsOf(shape, wrap);
    const identity = motions[0].motion;
    name(
      'translations',
      shifts.map((shift) => add(identity, shift)),
    );
    // The centre of a block of even side is the centre of a plaquette; operations about a site differ by a shift of one.
    if (wrap && sides.every((side) => side % 2 === 0) && identity.aboutSite) {
      const aboutSite = ({ motion }: { motion: Motion }) => add(motion, motion.aboutSite ?? still);
      if (sides.length > 1) name('rotations about a site', turns.map(aboutSite));
      name('point group about a site', motions.map(aboutSite));
    }
    for (const { motion } of motions) for (const shift of shifts) add(motion, shift);
  }
  return { elements, subgroups, index: (to) => known.get(to.join()) };
}

/** All shifts, x fastest; none along time. */
function shiftsOf({ sides, time }: Shape, wrap: boolean): number[][] {
  const reach = sides.map((side, a) => (a === time ? 1 : wrap ? side : 2 * Math.floor(side / 2) + 1));
  const first = sides.map((side, a) => (wrap || a === time ? 0 : Math.floor(side / 2)));
  return reach.reduce<number[][]>((all, count, a) => Array.from({ length: count }, (_, s) => all.map((shift) => [...shift, s - first[a]])).flat(), [[]]);
}

/** Whether a motion takes the torus that the block is closed to onto itself: axes that it mixes are equally long. */
function closesOn({ mixes }: Motion, { sides }: Shape): boolean {
  return mixes.every((row, a) => row.every((mixed, b) => !mixed || sides[a] === sides[b]));
}

/** Where values go: a motion, then a shift. */
function placesOf({ sides, channels }: Shape, { image }: Motion, shift: readonly number[], wrap: boolean): Int32Array {
  const sites = sides.reduce((product, side) => product * side, 1);
  const to = new Int32Array(sites * channels);
  for (let site = 0; site < sites; site++) {
    const r = coordinates(site, sides);
    for (let channel = 0; channel < channels; channel++) {
      const moved = image({ r, channel });
      const place = moved.r.map((x, a) => x + shift[a]);
      const inside = place.every((x, a) => x >= 0 && x < sides[a]);
      to[site * channels + channel] = inside || wrap ? number(place, sides) * channels + moved.channel : -1;
    }
  }
  return to;
}

/** Site number `site` along x, y, z. */
function coordinates(site: number, sides: readonly number[]): number[] {
  let rest = site;
  return sides.map((side) => {
    const x = rest % side;
    rest = Math.floor(rest / side);
    return x;
  });
}

/** The number of a site, wrapped. */
function number(r: readonly number[], sides: readonly number[]): number {
  return r.reduceRight((before, x, a) => before * sides[a] + (((x % sides[a]) + sides[a]) % sides[a]), 0);
}

/** A motion that takes the block, and the lattice with its ends and holes, onto itself, with the shift that this takes; else nothing. */
function atPlace(shape: Shape, motion: Motion, place: Place): { motion: Motion; shift: readonly number[] }[] {
  const { sides, channels } = shape;
  const inBlock = allValues(sides, channels).map((value) => motion.image(value).r);
  const shift = sides.map((_, a) => 0 - Math.min(...inBlock.map((r) => r[a])));
  const onto = inBlock.every((r) => r.every((x, a) => x + shift[a] < sides[a]));
  const [extents, boundary, at] = [place.extents, place.boundary, place.at].map((list) => [...list].reverse()) as [number[], Ends[], number[]];
  const alike = motion.mixes.every((row, a) => row.every((mixed, b) => !mixed || boundary[a] === boundary[b]));
  if (!onto || !alike) return [];
  const holes = new Set(place.holes ?? []);
  const reached = new Set<number>();
  for (const { r, channel } of allValues(extents, channels)) {
    const image = motion.image({ r: r.map((x, a) => x - at[a]), channel });
    const to = image.r.map((x, a) => x + shift[a] + at[a]);
    const ends = to.some((x, a) => boundary[a] === 'open' && (x < 0 || x >= extents[a]));
    if (ends || holes.has(number(r, extents)) !== holes.has(number(to, extents))) return [];
    reached.add(number(to, extents) * channels + image.channel);
  }
  return reached.size === extents.reduce((product, extent) => product * extent, channels) ? [{ motion, shift }] : [];
}

function allValues(sides: readonly number[], channels: number) {
  const sites = sides.reduce((product, side) => product * side, 1);
  return Array.from({ length: sites * channels }, (_, i) => ({ r: coordinates(Math.floor(i / channels), sides), channel: i % channels }));
}
