/** The golden systems of tests/golden/systems.json, built as `exact` builds them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { through } from '../../src/exact/channel.ts';
import { entropyOf, overEnvironments, Tally } from '../../src/exact/information.ts';
import { anglePairs, equalPairs, type Pairs, spinPairs, vacancyPairs } from '../../src/exact/sum/pairs.ts';
import { type CoarseMap, listMap, mapChannel } from '../../src/exact/system/coarse.ts';
import { regionJoint } from '../../src/exact/system/joint.ts';
import type { Region } from '../../src/exact/system/region.ts';
import { type AxisBoundary, edgeGraph, namedLattice } from '../../src/exact/system/space.ts';
import { exactSystem, pairSystem, type System, systemRegion } from '../../src/exact/system/system.ts';
import { close, type Tolerance } from './close.ts';
import { root } from './root.ts';

/** The golden values are good to 1e-11. */
export const GOLDEN: Tolerance = { atol: 5e-11, rtol: 0 };

interface GoldenLattice {
  lattice: string;
  size: number[];
  boundary: AxisBoundary[];
  holes?: number[];
  coupling: number;
  edges?: [number, number, number?][];
}

export interface GoldenSystem {
  id: string;
  model: string;
  lattice: string;
  T: number;
  buffer: number;
  metric?: 'bonds';
  block?: number[];
  at?: number[];
  centre?: number[];
  V: number[];
  E: number[];
  I_VE: number;
  entropy_V: number;
  logZ: number;
  H: [map: number, information: number, entropy: number][];
  best?: number;
}

interface Golden {
  lattices: Record<string, GoldenLattice>;
  maps: string[];
  systems: GoldenSystem[];
  rings: {
    rule: 'parallel' | 'sequential' | 'evenodd' | 'random';
    T: number;
    lag: number;
    I_VE: number;
    entropy_V: number;
    uniform: number;
    first: number;
    equal: number;
    best: number;
  }[];
  fields: { size: number[]; boundary: AxisBoundary; mass: number; V: number[]; E: number[]; I_VE: number; sum: number; best: number }[];
  gauge: { K: number; V: number[]; E: number[]; I_VE: number; entropy_V: number; product: number; first: number; best: number }[];
  dimers: { V: number[]; E: number[]; I_VE: number; entropy_V: number; right: number; any: number }[];
  windows: { T: number; block: number; places: number[][]; I_VE: number; given_place: number; by_place: number[]; uniform: number }[];
  large: { T: number; D: number; V: number[]; E: number[]; logZ: number; I_VE: number; entropy_V: number; sign: number; sign_or_zero: number; first: number }[];
}

export const SYSTEMS: Golden = JSON.parse(readFileSync(join(root, 'tests/golden/systems.json'), 'utf8'));

const PAIRS: Record<string, Pairs> = { ising: spinPairs(), potts: equalPairs(3), clock: anglePairs(6), 'blume-capel': vacancyPairs(0.5) };

/** The system at a temperature; by default its own. */
export function systemOf({ model, lattice, T }: GoldenSystem, temperature = T): System {
  const { edges, size, boundary, holes, coupling, lattice: name } = SYSTEMS.lattices[lattice];
  const space = edges
    ? edgeGraph(
        edges.map(([a, b, J = 1]) => [a, b, J] as const),
        'golden',
      )
    : namedLattice(name, size, boundary, holes);
  return pairSystem(space, PAIRS[model], { coupling: edges ? 1 : coupling, temperature });
}

/** V, buffer and E as they are found from block and buffer; they must be those of the golden system. */
export function regionFound(system: System, golden: GoldenSystem): Region {
  const { block, at, centre, buffer, metric } = golden;
  const region = systemRegion(system, { ...(centre ? { centre } : { block, at }), buffer, metric });
  assert.equal([region.block, region.environment], [golden.V, golden.E], golden.id);
  return region;
}

/** '0 01 2' of the golden file. */
export function mapOf(index: number, sites: number, states: number): CoarseMap {
  const list = SYSTEMS.maps[index].split(' ').map((entry) => (entry.length > 1 ? [...entry].map(Number) : Number(entry)));
  return listMap(list, sites, states);
}

/** I(H:E) and H(H) of several maps in one pass. */
export async function ofMaps({ graph, labels }: System, region: Region, maps: readonly CoarseMap[]): Promise<number[][]> {
  const { joint } = regionJoint(graph, region);
  const parts = maps.map((map) => {
    const channel = mapChannel(joint, labels.length, map);
    return { channel, tally: new Tally(channel.states), out: new Float64Array(channel.states) };
  });
  const each = (values: Float64Array, at: number) => {
    for (const { channel, tally, out } of parts) {
      through(channel, values, at, false, out);
      tally.add(out);
    }
  };
  await overEnvironments(joint, async () => {}, each);
  return parts.map(({ tally }) => [tally.information(), entropyOf(tally.distribution)]);
}

/** Compares everything that is known of a golden system. @param temperature another one for a control, which must fail */
export async function checkGolden(golden: GoldenSystem, temperature = golden.T): Promise<void> {
  const system = systemOf(golden, temperature);
  const region = regionFound(system, golden);
  const { V, H } = golden;
  const maps = H.map(([map]) => mapOf(map, V.length, system.labels.length));
  close(
    (await ofMaps(system, region, maps)).flat(),
    H.flatMap(([, information, entropy]) => [information, entropy]),
    GOLDEN,
    `${golden.id}: H`,
  );
  const { information_VE, entropy_V, log_partition, best_binary } = await exactSystem(system, region, maps[0]);
  close([information_VE, entropy_V, log_partition], [golden.I_VE, golden.entropy_V, golden.logZ], GOLDEN, golden.id);
  if (golden.best !== undefined) close([best_binary.value], [golden.best], GOLDEN, `${golden.id}: best`);
  else
    assert.ok(
      best_binary.value >= Math.max(...H.map(([, information, entropy]) => (entropy < 0.6932 ? information : 0))) - 1e-12 ||
        /lower bound/.test(best_binary.family),
    );
}
