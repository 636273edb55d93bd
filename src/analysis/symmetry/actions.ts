/** The action of a block's group on the optima of an ensemble, and the angle within which an image counts as an optimum. */

import { type Components, dot } from '../filters/vectors.ts';
import { angleOf, type Cluster, cosineOf, type Freedom, scaled } from './clusters.ts';
import { act, type Element } from './group.ts';
import { distinct, isClosed, nameOfGroup } from './group_names.ts';

/** The action of one element of the group on the ensemble. */
export interface Action {
  name: string;
  /**
   * 'invariant': every optimum is mapped to itself; 'permutes': optima are exchanged, and the set of them is mapped to itself;
   * 'partial': some optima are mapped to optima, others to filters that no run found; 'absent': all are mapped to filters that no run
   * found, so that the element is either no symmetry of the information, or all runs broke it in the same way.
   */
  status: 'invariant' | 'permutes' | 'partial' | 'absent';
  /** Where each optimum goes: an index, or -1 for a filter that no run found. */
  image: number[];
  /** The largest angle between the image of an optimum and the optimum nearest to it, by shares (`sharesOf`), radians; the tolerance is compared with it. */
  angle: number;
  /** Mean cosine between a run and its image over the ensemble, up to the freedom; values that leave the block count as 0. */
  overlap: number;
}

/** The action of a subgroup of the block's group on the ensemble. */
export interface Represented {
  /** Elements in the subgroup, and how many of them map the set of optima to itself. */
  order: number;
  elements: number;
  /** The group of their permutations of the optima, e.g. 'Z4' of rotations. */
  group: string;
  /** Elements that map every optimum to itself. */
  invariances: number;
}

/** The optimum nearest to an image, and the angle between them, radians. */
export interface Image {
  at: number;
  angle: number;
}

/** A filter is not compared if less than this part of its square is left after values were dropped. */
const LEAST_LEFT = 0.4;

/**
 * Square roots of the shares p = |w| / Σ|w| of the weights, with their signs. The cosine between two filters is then Σ ± √(p q):
 * Bhattacharyya's coefficient (Bull. Calcutta Math. Soc. 35, 99 (1943)), in which weights of opposite sign count negative. Signs
 * distinguish optima. Sizes depend on the place in a finite block as much as on the operator, and matter less here than in the plain
 * cosine.
 */
export function sharesOf(components: Components): number[][] {
  return scaled(components.map((component) => component.map((w) => Math.sign(w) * Math.sqrt(Math.abs(w)))));
}

/** The angle by shares between an optimum's image and another optimum, radians; where values were dropped, over those that are left. */
export function angleToImage(element: Element, optimum: Components, target: Components, freedom: Freedom): number {
  return angleBetween(element, sharesOf(optimum), sharesOf(target), freedom);
}

function angleBetween(element: Element, optimum: Components, target: Components, freedom: Freedom): number {
  const image = act(element, optimum);
  if (!element.to.includes(-1)) return angleOf(image, target, freedom);
  const reached = new Set(element.to);
  const seen = (components: Components) => components.map((component) => component.filter((_, i) => reached.has(i)));
  const [a, b] = [seen(image), seen(target)];
  const left = (components: Components) => components.reduce((sum, c) => sum + dot(c, c), 0);
  return Math.min(left(a), left(b)) < LEAST_LEFT ? Math.PI : angleOf(scaled(a), scaled(b), freedom);
}

/**
 * The optimum nearest to every image of an optimum.
 * @returns [element][optimum]
 */
export function imagesOf(elements: readonly Element[], clusters: readonly Cluster[], freedom: Freedom): Image[][] {
  const shares = clusters.map(({ centre }) => sharesOf(centre));
  return elements.map((element) =>
    shares.map((optimum) => {
      const angles = shares.map((target) => angleBetween(element, optimum, target, freedom));
      const angle = Math.min(...angles);
      return { at: angles.indexOf(angle), angle };
    }),
  );
}

/** Properties of the ensemble that `toleranceOf` uses. */
interface ToleranceOptions {
  /** The least angle between two optima, radians; a right angle where there is only one. */
  apart: number;
  /** Whether the elements form a group. */
  closed: boolean;
}

/** An angle that separates images that are optima from others. */
interface Tolerance {
  /** Images within this angle count as optima, radians. */
  tolerance: number;
  /** The largest angle below it and the smallest above, radians: the gap that it cuts. */
  gap: [number, number];
}

/** Filters nearer than this by shares, radians, are always the same. */
const LEAST_TOLERANCE = 0.15;
/** Filters with a cosine by shares below 0.9 are never the same. */
const MOST_TOLERANCE = Math.acos(0.9);

/**
 * The angle that separates images which are optima from images which are not, from the ensemble itself.
 *
 * Translations, and for bonds most rotations, are symmetries of the model but not of a finite block: weights at the rim differ from
 * those inside, and an image misses the optimum it belongs to (for dimers below T_BKT on blocks of 4 x 4 sites by up to 0.35). The
 * size of this angle is not known beforehand. Known are the angle between different optima, and that the elements which permute the
 * optima must form a group.
 *
 * So the angles of all images to their nearest optima are sorted, with the least angle between optima as the last. The tolerance is
 * put into the widest relative gap that leaves a group. Gaps begin between 0.15 and 0.45, and below half of the angle between optima,
 * so that no image matches two optima.
 *
 * Three necessary conditions of a group are tested: the permutations are closed under composition, each comes from equally many
 * elements, and the number of these elements divides the order of the whole group (Lagrange). Where no gap fulfils them, the widest
 * is taken.
 */
export function toleranceOf(images: readonly (readonly Image[])[], { apart, closed }: ToleranceOptions): Tolerance {
  const most = Math.max(LEAST_TOLERANCE, Math.min(MOST_TOLERANCE, apart / 2));
  const all = images.flatMap((row) => row.map(({ angle }) => Math.max(angle, LEAST_TOLERANCE)));
  const angles = [...new Set([LEAST_TOLERANCE, ...all.filter((angle) => angle < apart), Math.max(apart, LEAST_TOLERANCE)])].sort((a, b) => a - b);
  const gaps = angles
    .slice(1)
    .map((high, i): [number, number] => [angles[i], high])
    .filter(([low]) => low <= most)
    .sort((a, b) => b[1] / b[0] - a[1] / a[0]);
  const cut = ([low, high]: [number, number]) => Math.max(low, Math.min(Math.sqrt(low * high), most));
  const gap = (closed && gaps.find((candidate) => formsGroup(images, cut(candidate)))) || gaps[0] || [LEAST_TOLERANCE, LEAST_TOLERANCE];
  return { tolerance: cut(gap), gap };
}

function formsGroup(images: readonly (readonly Image[])[], tolerance: number): boolean {
  const kept = images.map((row) => imageWithin(row, tolerance)).filter(isOnto);
  const count = new Map<string, number>();
  for (const image of kept) count.set(image.join(), (count.get(image.join()) ?? 0) + 1);
  return images.length % kept.length === 0 && new Set(count.values()).size === 1 && isClosed(distinct(kept));
}

/** Where an element takes each optimum: the index of an optimum within the tolerance (radians), or -1 where no optimum is that near. */
export const imageWithin = (row: readonly Image[], tolerance: number) => row.map(({ at, angle }) => (angle <= tolerance ? at : -1));
/** Whether an image is a permutation: every optimum goes to an optimum, and no two to the same. */
export const isOnto = (image: readonly number[]) => new Set(image).size === image.length && !image.includes(-1);

interface ActionOptions {
  /** Scaled runs. */
  runs: readonly Components[];
  freedom: Freedom;
  tolerance: number;
  /** Optima that do not count in the status of an element. */
  alone: ReadonlySet<number>;
}

/**
 * The action of one element.
 * @param row images of all optima under the element
 */
export function actionOf(element: Element, row: readonly Image[], { runs, freedom, tolerance, alone }: ActionOptions): Action {
  const image = imageWithin(row, tolerance);
  const judged = row.map(({ angle }, i) => ({ angle, i, to: image[i] })).filter(({ i }) => !alone.has(i));
  const angle = Math.max(0, ...judged.map((to) => to.angle));
  const overlap = runs.reduce((sum, run) => sum + cosineOf(run, run, freedom, element), 0) / runs.length;
  const found = judged.some(({ to }) => to >= 0);
  const status = !found ? 'absent' : !isOnto(judged.map(({ to }) => to)) ? 'partial' : judged.every(({ to, i }) => to === i) ? 'invariant' : 'permutes';
  return { name: element.name, status, image, angle, overlap };
}

/** Whether an element maps the set of optima to itself. */
export const isKept = ({ status }: Action) => status === 'invariant' || status === 'permutes';

/** The permutations of the optima by these elements, each once; optima in `alone` are left out. */
export function permutationsOf(kept: readonly Action[], alone: ReadonlySet<number>): number[][] {
  const judged = kept[0]?.image.flatMap((_, i) => (alone.has(i) ? [] : [i])) ?? [];
  return distinct(kept.map(({ image }) => judged.map((i) => judged.indexOf(image[i]))));
}

/**
 * How a subgroup acts on the optima.
 * @param actions those of the elements of the subgroup
 * @param alone optima that do not count
 */
export function represented(actions: readonly Action[], alone: ReadonlySet<number>): Represented {
  const kept = actions.filter(isKept);
  const invariances = kept.filter(({ status }) => status === 'invariant').length;
  return { order: actions.length, elements: kept.length, group: nameOfGroup(permutationsOf(kept, alone)), invariances };
}
