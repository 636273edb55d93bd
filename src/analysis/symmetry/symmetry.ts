/** Which group an ensemble of optimal filters represents, found by acting with every element of the block's group. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, meanError } from '../../core/statistics.ts';
import { type Components, checkVectors } from '../filters/vectors.ts';
import { type Action, actionOf, angleToImage, imagesOf, isKept, permutationsOf, type Represented, represented, sharesOf, toleranceOf } from './actions.ts';
import { isTurned } from './angles.ts';
import { type Cluster, type Clusters, type Freedom, findClusters, scaled, separation } from './clusters.ts';
import { type Block, type BlockGroup, blockGroup, type Element, type GroupOptions } from './group.ts';
import { isClosed, nameOfGroup } from './group_names.ts';
import { STATES } from './inner_group.ts';
import { orbitsOf } from './orbit_search.ts';
import type { Orbit } from './orbits.ts';
import { FEWEST_RUNS, findRotation, type Rotation } from './rotation.ts';

/** Options of `findSymmetry`. */
export interface SymmetryOptions {
  /** Information of each run, nats. */
  information?: readonly number[];
  /** Which filters count as the same. Default 'none' for one component, 'sign and order' for several. */
  freedom?: Freedom;
  translations?: GroupOptions['translations'];
  boundary?: GroupOptions['boundary'];
  /** Angle within which the image of an optimum counts as an optimum, radians; default from the ensemble, see `toleranceOf`. */
  tolerance?: number;
  /** Probability of calling an unbroken symmetry broken. Default 0.001. */
  level?: number;
}

/** An optimum with the mean information of the runs that found it, nats. */
export interface Optimum extends Cluster {
  information?: Estimate;
}

/** The symmetry of an ensemble, with all tests. */
export interface Symmetry {
  /** 'finite': the optima are finitely many; 'U(1)': a circle of them; 'modulated circle': one on which some are found more often; 'none found'. */
  verdict: 'finite' | 'U(1)' | 'modulated circle' | 'none found';
  /** The group of permutations of the optima, e.g. 'D4'; 'none' unless they are finitely many. */
  group: string;
  /** E.g. 'permutation of 4 optima', 'rotation of a plane'; 'turn of all angles' where that is what rotates the plane. */
  acts: string;
  /** Whether runs choose the optima of an orbit with unequal frequency, miss some, or find different informations there. */
  broken: boolean;
  /** Probabilities of equal populations and of equal informations on all orbits, each times the number of orbits; 1 without an orbit of two. */
  p: number;
  informationP: number;
  optima: Optimum[];
  /** Runs that found no optimum. */
  unassigned: number[];
  /** The angle within which images of optima were called optima, radians. */
  tolerance: number;
  /** The largest angle of images that are optima and the smallest of others, between which it lies; null where it was given. */
  gap: [number, number] | null;
  /** The largest angle by which the image of an optimum misses an optimum, radians: 0 where symmetries are exact on this block. */
  miss: number;
  /** The least angle by shares between two optima, radians; a right angle where there is only one. */
  apart: number;
  /** Names of elements that map every optimum to itself. */
  invariant: string[];
  orbits: Orbit[];
  /** Optima without others in their orbit. `fixed`: every symmetry maps them to themselves. `alone`: their images were not found by any run. */
  fixed: number[];
  alone: number[];
  actions: Action[];
  /** By name of the subgroup: 'rotations', 'point group', the same 'about a site', 'translations', 'components'. */
  subgroups: Record<string, Represented>;
  /** Whether the permutations form a group; they do unless the tolerance is wrong for some. */
  closed: boolean;
  /** The search for a continuous symmetry, where the optima are not finitely many. */
  rotation?: Rotation;
}

const LEVEL = 0.001;
/** Groups of all permutations of states, by their names as groups of rotations. */
const PERMUTATIONS: Readonly<Record<string, string>> = { D3: 'S3', 'order 120': 'S5' };

/**
 * Finds the symmetries of an ensemble without any operator as input.
 *
 * Runs are clustered into optima (`findClusters`). Clusters too small to count are optima only if they are images of one. Every
 * element g of the block's group acts on every optimum; its image counts as an optimum where the angle to one is within a tolerance
 * that comes from the ensemble itself (`toleranceOf`). Elements that map optima to optima represent the group by permutations; those
 * that map each optimum to itself, the kernel, are invariances. Optima linked by elements form orbits, which are completed by the
 * images of their members (`orbitsOf`). On each orbit populations must be equal (χ²; runs are independent), and so must informations
 * (F), as far as the block allows; else the symmetry is broken. Where there are no optima, `findRotation` looks for a circle.
 *
 * Filters whose sign was fixed by a rule (`canonical`) need `freedom: 'sign'`; with 'none' the optima of the other sign are missing.
 *
 * Limit: an element that maps no optimum to another is 'absent', whether it is no symmetry of the system or all runs broke it in the
 * same way.
 *
 * @param ensemble (n, C, d): runs, components, weights
 * @param block the block that the filters were trained on
 * @throws BlockspinError for weights or informations that do not fit or are not finite, and fewer than two runs
 */
export function findSymmetry(ensemble: readonly Components[], block: Block, options: SymmetryOptions = {}): Symmetry {
  const { information, translations = true, boundary = 'wrap', level = LEVEL } = options;
  const components = ensemble[0]?.length ?? 0;
  const freedom = options.freedom ?? (components > 1 ? 'sign and order' : 'none');
  const group = blockGroup(block, { components, translations, boundary, signs: freedom === 'none', orders: !freedom.endsWith('order') });
  check(ensemble, group.elements[0].to.length, information);
  const runs = ensemble.map((run) => scaled(freedom === 'order' ? ofDifferences(run) : run));
  const { clusters, images, tolerance, gap, apart } = findOptima(runs, group, freedom, options.tolerance);
  const assigned = new Set(clusters.flatMap((cluster) => cluster.runs));
  const orbits = orbitsOf(clusters, { elements: group.elements, images, freedom, tolerance, information });
  const alone = new Set(orbits.flatMap((orbit) => (orbit.alone ? orbit.optima : [])));
  const actions = group.elements.map((element, g) => actionOf(element, images[g], { runs, freedom, tolerance, alone }));
  const kept = actions.filter(isKept);
  const permutations = permutationsOf(kept, alone);
  const { p, informationP } = unbrokenOdds(orbits);
  const finite = clusters.length > 0;
  const rotation = finite || components > 2 || runs.length < FEWEST_RUNS ? undefined : findRotation(ensemble, { information, freedom });
  const circle = rotation?.verdict === 'U(1)' || rotation?.verdict === 'modulated circle' ? rotation.verdict : undefined;
  const ofAngles = circle !== undefined && rotation !== undefined && block.harmonics !== undefined && isTurned(rotation.plane, block.harmonics);
  const verdict = finite ? 'finite' : (circle ?? 'none found');
  return {
    verdict,
    group: finite ? nameOfGroup(permutations) : 'none',
    acts: finite
      ? `permutation of ${clusters.length} optim${clusters.length === 1 ? 'um' : 'a'}`
      : circle
        ? ofAngles
          ? 'turn of all angles'
          : 'rotation of a plane'
        : 'nothing',
    broken: p < level || informationP < level,
    p,
    informationP,
    optima: clusters.map((cluster) => (information ? { ...cluster, information: meanError(cluster.runs.map((i) => information[i])) } : cluster)),
    unassigned: runs.map((_, i) => i).filter((i) => !assigned.has(i)),
    tolerance,
    gap: finite ? gap : null,
    miss: finite ? Math.max(0, ...kept.map(({ angle }) => angle)) : 0,
    apart,
    invariant: finite ? actions.filter(({ status }) => status === 'invariant').map(({ name }) => name) : [],
    orbits,
    fixed: orbits.filter((orbit) => orbit.populations.length === 1 && !orbit.alone).flatMap(({ optima }) => optima),
    alone: [...alone],
    actions,
    subgroups: finite ? subgroupsOf(group, actions, alone) : {},
    closed: finite && isClosed(permutations),
    rotation,
  };
}

/** Logits without what all of them have in common, of which no state of H depends. */
function ofDifferences(logits: Components): number[][] {
  return logits.map((logit) => logit.map((w, i) => w - logits.reduce((sum, other) => sum + other[i], 0) / logits.length));
}

/** The optima of an ensemble, and where every element of the group takes them. */
function findOptima(runs: readonly Components[], group: BlockGroup, freedom: Freedom, given: number | undefined) {
  const found = findClusters(runs, freedom);
  const apart = separation(
    found.clusters.map((cluster) => ({ ...cluster, centre: sharesOf(cluster.centre) })),
    freedom,
  );
  const judged = (clusters: readonly Cluster[]) => {
    const images = imagesOf(group.elements, clusters, freedom);
    return { clusters, images, ...(given === undefined ? toleranceOf(images, { apart, closed: group.closed }) : { tolerance: given, gap: null }) };
  };
  const first = judged(found.clusters);
  const clusters = withImages(found, group.elements, freedom, { ...first, apart });
  return { ...(clusters.length > found.clusters.length ? judged(clusters) : first), apart };
}

/** Probabilities, if no symmetry is broken, of populations and informations as unequal as on the worst orbit, times the number of orbits (Bonferroni). */
function unbrokenOdds(orbits: readonly Orbit[]): Pick<Symmetry, 'p' | 'informationP'> {
  const many = orbits.filter(({ populations }) => populations.length > 1);
  const corrected = (ps: number[]) => (ps.length > 0 ? Math.min(1, ps.length * Math.min(...ps)) : 1);
  return {
    p: corrected(many.map(({ uniform }) => uniform.p)),
    informationP: corrected(many.flatMap((orbit) => (orbit.information ? [orbit.information.p] : []))),
  };
}

function subgroupsOf(group: BlockGroup, actions: readonly Action[], alone: ReadonlySet<number>): Symmetry['subgroups'] {
  return Object.fromEntries(
    Object.entries(group.subgroups).map(([name, list]) => {
      const acts = represented(
        list.map((i) => actions[i]),
        alone,
      );
      return [name, name === STATES ? { ...acts, group: PERMUTATIONS[acts.group] ?? acts.group } : acts];
    }),
  );
}

function check(ensemble: readonly Components[], weights: number, information?: readonly number[]): void {
  const who = 'symmetry';
  checkVectors(
    ensemble.map((run) => run.flat()),
    who,
    2,
  );
  if (ensemble.some((run) => run.some((component) => component.length !== weights))) {
    const remedy = 'give the block that the filters were trained on';
    throw new BlockspinError({ who, expected: `${weights} weights in a component, as the block has`, got: ensemble[0][0].length, remedy });
  }
  if (information && (information.length !== ensemble.length || !information.every(Number.isFinite))) {
    const remedy = 'leave out replicas without a result';
    throw new BlockspinError({ who, expected: `${ensemble.length} finite informations, one of each run`, got: information.length, remedy });
  }
}

/**
 * The optima, and those strays that are images of one: a member of an orbit counts however few runs found it. A stray is compared within
 * the tolerance and the spread of runs together, because a single run deviates from its optimum and the optimum from an image.
 */
function withImages({ clusters, strays }: Clusters, elements: readonly Element[], freedom: Freedom, { tolerance, gap, apart }: Known): Cluster[] {
  const all = [...clusters];
  const spread = Math.max(0, ...clusters.map(({ radius }) => radius));
  const within = gap ? Math.min(Math.hypot(gap[0], spread), apart / 2) : tolerance;
  for (const stray of strays) {
    const isNew = all.every(({ centre }) => angleToImage(elements[0], centre, stray.centre, freedom) > tolerance);
    const isImage = () => elements.some((g) => clusters.some(({ centre }) => angleToImage(g, centre, stray.centre, freedom) <= within));
    if (isNew && isImage()) all.push(stray);
  }
  return all;
}

interface Known {
  tolerance: number;
  gap: [number, number] | null;
  apart: number;
}
