/** Which group an ensemble of optimal filters represents, found by acting with every element of the block's group. */
import { BlockspinError } from '../core/errors.ts';
import { type Estimate, meanError } from '../core/statistics.ts';
import { angleOf, type Cluster, type Clusters, cosineOf, type Freedom, findClusters, scaled, separation } from './clusters.ts';
import { act, type Block, blockGroup, type Element, type GroupOptions } from './group.ts';
import { distinct, isClosed, nameOfGroup } from './group_names.ts';
import { equalMeansTest, informationsOf, type Orbit, uniformTest } from './orbits.ts';
import { FEWEST_RUNS, findRotation, type Rotation } from './rotation.ts';
import { type Components, checkVectors, dot } from './vectors.ts';

export interface SymmetryOptions {
  /** Information of each run, nats. */
  information?: readonly number[];
  /** What counts as the same filter. Default 'none' for one component, 'sign and order' for several. */
  freedom?: Freedom;
  translations?: GroupOptions['translations'];
  boundary?: GroupOptions['boundary'];
  /** Angle below which two filters are the same, radians; default from the spread of the ensemble, see `findSymmetry`. */
  tolerance?: number;
  /** Probability, were the symmetry unbroken, of calling it broken. Default 0.001. */
  level?: number;
}

/** An optimum, as runs found it. */
export interface Optimum extends Cluster {
  information?: Estimate;
}

/** What one element of the group does to the ensemble. */
export interface Action {
  name: string;
  /**
   * 'invariant': every optimum stays as it is; 'permutes': optima are exchanged, the ensemble stays as it is;
   * 'partial': some optima go to optima, others to filters that no run found; 'absent': all go to filters that no run
   * found, so the element is no symmetry of the information or it is broken without a trace in the ensemble.
   */
  status: 'invariant' | 'permutes' | 'partial' | 'absent';
  /** Where each optimum goes: an index, or -1 for a filter that no run found. */
  image: number[];
  /** The largest angle between the image of an optimum and the optimum nearest to it, radians: what the tolerance is held against. */
  angle: number;
  /** Mean cosine between a run and its image over the ensemble, up to the freedom; values that leave the block count nothing. */
  overlap: number;
}

/** What a subgroup of the block's group does to the ensemble. */
export interface Represented {
  /** Elements in the subgroup, and how many of them leave the ensemble as it is. */
  order: number;
  elements: number;
  /** The permutations of the optima that these give, e.g. 'Z4' of rotations. */
  group: string;
  /** Elements that leave every optimum as it is. */
  invariances: number;
}

export interface Symmetry {
  /** 'finite': the optima are finitely many; 'U(1)': a circle of them; 'none found'. */
  verdict: 'finite' | 'U(1)' | 'none found';
  /** The group of permutations of the optima, e.g. 'D4'; 'none' unless they are finitely many. */
  group: string;
  /** E.g. 'permutation of 4 optima'. */
  acts: string;
  /** Whether runs choose among the optima of an orbit unequally, miss some, or find different informations there. */
  broken: boolean;
  /** Of equal populations on all orbits and of equal informations, each times the number of orbits; 1 without orbits of two. */
  p: number;
  informationP: number;
  optima: Optimum[];
  /** Runs that found no optimum. */
  unassigned: number[];
  /** The angle within which filters were called the same, radians. */
  tolerance: number;
  /** Names of elements that leave every optimum as it is. */
  invariant: string[];
  orbits: Orbit[];
  /** Optima that are alone in their orbit. */
  fixed: number[];
  actions: Action[];
  /** By name of the subgroup: 'rotations', 'point group', the same 'about a site', 'translations', 'components'. */
  subgroups: Record<string, Represented>;
  /** Whether the permutations form a group, as they must unless the tolerance misjudged some. */
  closed: boolean;
  /** The search for a continuous symmetry, where the optima are not finitely many. */
  rotation?: Rotation;
}

const LEVEL = 0.001;
/** Filters nearer than this, radians, are the same: a cosine of 0.989. */
const LEAST_TOLERANCE = 0.15;
/** Members an orbit is completed to at most. */
const MOST_MEMBERS = 64;
/** Of a filter that has lost more than all but this share of its square, nothing is said. */
const LEAST_LEFT = 0.4;

/**
 * Finds the symmetries of an ensemble without being told any operator.
 *
 * Runs are clustered into optima (`findClusters`); of clusters too small to count, those are optima that are images of one.
 * Every element g of the block's group acts on every optimum; the image is an optimum where the angle to it is within the
 * tolerance: twice the largest radius of an optimum, not less than 0.15 and not more than half of the least angle between
 * two optima. Elements that take optima to optima represent the group by permutations; those that leave all as they are,
 * its kernel, are invariances. Optima linked by elements form orbits. An orbit is completed by the images of its members
 * under the elements that link two of them. On each, populations must be equal (χ²; runs are independent) and so must
 * informations (F): else the symmetry is broken. Where there are no optima, `findRotation` looks for a circle.
 *
 * Filters whose sign was fixed by a rule (`canonical`) need `freedom: 'sign'`: to 'none' the other sign is absent.
 *
 * What it cannot tell: an element without any trace in the ensemble is 'absent', whether it is no symmetry of the system or
 * all runs broke it alike.
 *
 * @param ensemble (n, C, d): runs, components, weights
 * @param block what a component lies on
 * @throws BlockspinError for weights or informations that do not fit or are not finite, and fewer than two runs
 */
export function findSymmetry(ensemble: readonly Components[], block: Block, options: SymmetryOptions = {}): Symmetry {
  const { information, translations = true, boundary = 'wrap', level = LEVEL } = options;
  const components = ensemble[0]?.length ?? 0;
  const freedom = options.freedom ?? (components > 1 ? 'sign and order' : 'none');
  const group = blockGroup(block, { components, translations, boundary, signs: freedom === 'none', orders: freedom !== 'sign and order' });
  check(ensemble, group.elements[0].to.length, information);
  const runs = ensemble.map(scaled);
  const found = findClusters(runs, freedom);
  const apart = separation(found.clusters, freedom);
  const spread = 2 * Math.max(0, ...found.clusters.map((c) => c.radius));
  const tolerance = options.tolerance ?? Math.min(Math.max(spread, LEAST_TOLERANCE), apart / 2);
  const clusters = withImages(found, group.elements, freedom, tolerance);
  const assigned = new Set(clusters.flatMap((cluster) => cluster.runs));
  const unassigned = runs.map((_, i) => i).filter((i) => !assigned.has(i));
  const actions = group.elements.map((element) => actionOf(element, clusters, runs, freedom, tolerance));
  const kept = actions.filter(({ status }) => status === 'invariant' || status === 'permutes');
  const permutations = distinct(kept.map(({ image }) => image));
  const orbits = clusters.length > 0 ? orbitsOf(clusters, group.elements, actions, { freedom, tolerance, information }) : [];
  const many = orbits.filter(({ populations }) => populations.length > 1);
  const corrected = (ps: number[]) => (ps.length > 0 ? Math.min(1, ps.length * Math.min(...ps)) : 1);
  const p = corrected(many.map(({ uniform }) => uniform.p));
  const informationP = corrected(many.flatMap((orbit) => (orbit.information ? [orbit.information.p] : [])));
  const finite = clusters.length > 0;
  const rotation = finite || components > 2 || runs.length < FEWEST_RUNS ? undefined : findRotation(ensemble, { information, freedom });
  const verdict = finite ? 'finite' : rotation?.verdict === 'U(1)' ? 'U(1)' : 'none found';
  return {
    verdict,
    group: finite ? nameOfGroup(permutations) : 'none',
    acts: finite ? `permutation of ${clusters.length} optim${clusters.length === 1 ? 'um' : 'a'}` : verdict === 'U(1)' ? 'rotation of a plane' : 'nothing',
    broken: p < level || informationP < level,
    p,
    informationP,
    optima: clusters.map((cluster) => (information ? { ...cluster, information: meanError(cluster.runs.map((i) => information[i])) } : cluster)),
    unassigned,
    tolerance,
    invariant: finite ? actions.filter(({ status }) => status === 'invariant').map(({ name }) => name) : [],
    orbits,
    fixed: orbits.filter(({ populations }) => populations.length === 1).flatMap(({ optima }) => optima),
    actions,
    subgroups: finite ? Object.fromEntries(Object.entries(group.subgroups).map(([name, list]) => [name, represented(list.map((i) => actions[i]))])) : {},
    closed: finite && isClosed(permutations),
    rotation,
  };
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

/** The angle between an optimum's image and another optimum; where values were dropped, of those that are left. */
function angleToImage(element: Element, optimum: Components, target: Components, freedom: Freedom): number {
  const image = act(element, optimum);
  if (!element.to.includes(-1)) return angleOf(image, target, freedom);
  const reached = new Set(element.to);
  const seen = (components: Components) => components.map((component) => component.filter((_, i) => reached.has(i)));
  const [a, b] = [seen(image), seen(target)];
  const left = (components: Components) => components.reduce((sum, c) => sum + dot(c, c), 0);
  return Math.min(left(a), left(b)) < LEAST_LEFT ? Math.PI : angleOf(scaled(a), scaled(b), freedom);
}

/** The optima, and those strays that are images of one: a member of an orbit counts however few runs found it. */
function withImages({ clusters, strays }: Clusters, elements: readonly Element[], freedom: Freedom, tolerance: number): Cluster[] {
  const all = [...clusters];
  for (const stray of strays) {
    const isNew = all.every(({ centre }) => angleOf(centre, stray.centre, freedom) > tolerance);
    const isImage = () => elements.some((g) => clusters.some(({ centre }) => angleToImage(g, centre, stray.centre, freedom) <= tolerance));
    if (isNew && isImage()) all.push(stray);
  }
  return all;
}

function actionOf(element: Element, clusters: readonly Cluster[], runs: readonly Components[], freedom: Freedom, tolerance: number): Action {
  const nearest = clusters.map(({ centre }) => {
    const angles = clusters.map((target) => angleToImage(element, centre, target.centre, freedom));
    const angle = Math.min(...angles);
    return { angle, at: angles.indexOf(angle) };
  });
  const image = nearest.map(({ angle, at }) => (angle <= tolerance ? at : -1));
  const angle = Math.max(0, ...nearest.map((to) => to.angle));
  const overlap = runs.reduce((sum, run) => sum + cosineOf(run, run, freedom, element), 0) / runs.length;
  const onto = new Set(image).size === image.length && !image.includes(-1);
  const found = image.some((to) => to >= 0);
  const status = !found ? 'absent' : !onto ? 'partial' : image.every((to, i) => to === i) ? 'invariant' : 'permutes';
  return { name: element.name, status, image, angle, overlap };
}

function represented(actions: readonly Action[]): Represented {
  const kept = actions.filter(({ status }) => status === 'invariant' || status === 'permutes');
  const invariances = kept.filter(({ status }) => status === 'invariant').length;
  return { order: actions.length, elements: kept.length, group: nameOfGroup(distinct(kept.map(({ image }) => image))), invariances };
}

interface OrbitOptions {
  freedom: Freedom;
  tolerance: number;
  information?: readonly number[];
}

function orbitsOf(
  clusters: readonly Cluster[],
  elements: readonly Element[],
  actions: readonly Action[],
  { freedom, tolerance, information }: OrbitOptions,
): Orbit[] {
  const left = new Set(clusters.keys());
  const orbits: Orbit[] = [];
  const informations = information && informationsOf(clusters, information);
  for (const first of clusters.keys()) {
    if (!left.has(first)) continue;
    const optima = [first];
    left.delete(first);
    for (const at of optima) {
      for (const { image } of actions) {
        image.forEach((to, i) => {
          const linked = i === at ? to : to === at ? i : -1;
          if (linked >= 0 && left.delete(linked)) optima.push(linked);
        });
      }
    }
    const links = elements.filter((_, i) => optima.some((a) => actions[i].image[a] >= 0 && actions[i].image[a] !== a));
    const missing = membersBeyond(
      optima.map((i) => clusters[i].centre),
      links,
      freedom,
      tolerance,
    );
    const populations = [...optima.map((i) => clusters[i].runs.length), ...new Array<number>(missing).fill(0)];
    const test = informations && equalMeansTest(optima.map((i) => informations[i]));
    orbits.push({ optima, missing, populations, uniform: uniformTest(populations), information: test });
  }
  return orbits;
}

/** How many members the elements add to an orbit. Elements that drop values cannot be repeated and add none. */
function membersBeyond(centres: readonly Components[], links: readonly Element[], freedom: Freedom, tolerance: number): number {
  const members = [...centres];
  for (const member of members) {
    for (const element of links) {
      if (element.to.includes(-1) || members.length >= MOST_MEMBERS) continue;
      const image = act(element, member);
      if (members.every((known) => angleOf(image, known, freedom) > tolerance)) members.push(image);
    }
  }
  return members.length - centres.length;
}
