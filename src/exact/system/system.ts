/** Exact informations of systems whose weights are products of factors. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { checkTemperature } from '../ising.ts';
import type { Pause } from '../joint.ts';
import { adjacency, type FactorGraph } from '../sum/factors.ts';
import { type Pairs, pairGraph } from '../sum/pairs.ts';
import type { CoarseMap } from './coarse.ts';
import { blockInformation, type SystemInformation, systemInformation } from './information.ts';
import { checkMixed, checkRegion, mixedJoint, regionJoint } from './joint.ts';
import { type Region, type RegionOptions, regionOf } from './region.ts';
import type { ExactSpace } from './space.ts';
import { type Placed, windowsOf } from './window.ts';

/** A system and how its states are written. */
export interface System {
  space: ExactSpace;
  graph: FactorGraph;
  labels: readonly string[];
}

/** Informations of a system, with ln Z. */
export interface SystemResult extends SystemInformation {
  /** ln Σ exp(-energy / T) over all configurations. */
  log_partition: number;
}

/** Informations of a block that lies anywhere. */
export interface MixtureResult extends SystemResult {
  /** I(V:E) at each place, and its mean. */
  information_VE_by_place: number[];
  information_VE_given_place: number;
}

const noPause: Pause = async () => {};
const MOST_STATES = 16;
/** Largest energy of one site over temperature: beyond it, ratios of weights exceed the range of a double. */
const MOST_OWN = 40;

/**
 * Sites with pair energies on a lattice or graph.
 * @throws BlockspinError for a temperature or energies whose weights a double cannot hold
 */
export function pairSystem(space: ExactSpace, pairs: Pairs, { coupling, temperature }: { coupling: number; temperature: number }): System {
  checkTemperature({ coupling, temperature });
  const own = Array.from({ length: pairs.states }, (_, state) => pairs.own(state));
  const spread = Math.max(...own) - Math.min(...own);
  if (!(spread / temperature <= MOST_OWN)) {
    const expected = `energies of single sites that differ by at most ${MOST_OWN} T`;
    throw new BlockspinError({ setting: 'temperature', expected, got: temperature, remedy: 'use a higher one, or weaker fields' });
  }
  return { space, graph: pairGraph(pairs, space, { coupling, temperature }), labels: pairs.labels };
}

/** @throws BlockspinError for a number of states that is not from 2 to 16 */
export function checkStates(states: number): void {
  if (Number.isInteger(states) && states >= 2 && states <= MOST_STATES) return;
  const remedy = phrase`use for example ${setting('q', 3)}`;
  throw new BlockspinError({ setting: 'q', expected: `a whole number of states from 2 to ${MOST_STATES}`, got: states, remedy });
}

/** The sites of V, buffer and E. @throws BlockspinError as `regionOf` */
export function systemRegion({ space, graph }: System, options: RegionOptions): Region {
  return regionOf(space, adjacency(graph), options);
}

/** @throws BlockspinError for a sum that is too large, with its cost */
export function checkSystem({ graph }: System, region: Region): void {
  checkRegion(graph, region);
}

/** As `checkSystem`, for a window that lies anywhere. */
export function checkMixture({ graph }: System, regions: readonly Region[]): void {
  checkMixed(graph, regions);
}

/**
 * I(V:E), I(H:E), the best binary H, entropies and ln Z of a block at its place.
 * @param map H; V itself unless given
 * @throws BlockspinError before any work for a sum that is too large, with its cost
 */
export async function exactSystem({ graph, labels }: System, region: Region, map?: CoarseMap, pause: Pause = noPause): Promise<SystemResult> {
  const { joint, logPartition } = regionJoint(graph, region);
  return { ...(await systemInformation(joint, labels, map, pause)), log_partition: logPartition };
}

/**
 * The same of a window that lies anywhere, from the mixture over all places where it fits: what a training with random places
 * estimates. V and E do not contain the place.
 */
export async function exactMixture({ graph, labels }: System, regions: readonly Region[], map?: CoarseMap, pause: Pause = noPause): Promise<MixtureResult> {
  const { joint, logPartition } = mixedJoint(graph, regions);
  const byPlace: number[] = [];
  for (const region of regions) byPlace.push(await blockInformation(regionJoint(graph, region).joint, pause));
  return {
    ...(await systemInformation(joint, labels, map, pause)),
    log_partition: logPartition,
    information_VE_by_place: byPlace,
    information_VE_given_place: byPlace.reduce((a, b) => a + b, 0) / byPlace.length,
  };
}

/** The places of a window. @throws BlockspinError as `windowsOf` */
export function systemWindows({ space }: System, block: readonly number[], buffer: number, shell = 1): Placed[] {
  return windowsOf(space, { block, buffer, shell });
}
