/** Informations of a block in any system that can be summed: lattices and graphs of sites with q states, links, rings in time. */
import { type BestBinary, bestOf } from '../best.ts';
import { Cells } from '../cells.ts';
import { type Channel, through } from '../channel.ts';
import { entropyOf, overEnvironments, Tally } from '../information.ts';
import type { Joint, Pause } from '../joint.ts';
import { type CoarseMap, mapChannel, rimStates } from './coarse.ts';
import { featuresOf, functionsOf, MANY } from './functions.ts';

/** Exact informations of one system, nats. */
export interface SystemInformation {
  information_VE: number;
  /** Of the given H; undefined where none was given. */
  information_HE: number;
  best_binary: BestBinary;
  /** H(V) and H(H). */
  entropy_V: number;
  entropy_H: number;
}

/** Cells of the table on which functions are searched. */
const SEARCHED = 2 ** 10;

/**
 * I(V:E), I(H:E) and the best binary H.
 * @param labels how each of the q states of a site is written
 * @param map H; V itself unless given
 * @param pause called between parts of the sum; may throw to stop
 */
export async function systemInformation(joint: Joint, labels: readonly string[], map: CoarseMap | undefined, pause: Pause): Promise<SystemInformation> {
  const rim = { joint, labels };
  const channel = map && mapChannel(joint, labels.length, map);
  const ofRim = new Tally(joint.states);
  const ofCoarse = channel && new Tally(channel.states);
  const cells = new Cells(featuresOf(rim), joint.states);
  const h = new Float64Array(channel?.states ?? 0);
  await overEnvironments(joint, pause, (values, at) => {
    ofRim.add(values, at);
    cells.add(values.subarray(at, at + joint.states));
    if (!channel || !ofCoarse) return;
    through(channel, values, at, false, h);
    ofCoarse.add(h);
  });
  const information_VE = ofRim.information();
  const entropy_V = blockEntropy(joint, labels.length, ofRim.distribution);
  const functions = functionsOf(rim, cells.table(joint.states > MANY ? SEARCHED / 4 : SEARCHED), channel ? halves(channel) : []);
  return {
    information_VE,
    information_HE: ofCoarse?.information() ?? information_VE,
    best_binary: await bestOf(joint, functions, cells, information_VE, pause),
    entropy_V,
    entropy_H: ofCoarse ? entropyOf(ofCoarse.distribution) : entropy_V,
  };
}

/** I(V:E) alone, where the rest is not needed. */
export async function blockInformation(joint: Joint, pause: Pause): Promise<number> {
  const tally = new Tally(joint.states);
  await overEnvironments(joint, pause, (values, at) => tally.add(values, at));
  return tally.information();
}

/** H(V) = H(rim) + Σ p(rim) H(inner sites | rim). */
function blockEntropy(joint: Joint, q: number, distribution: Float64Array): number {
  const { sites, rim, weights } = joint;
  const rimOf = rimStates(sites, rim, q);
  const totals = new Float64Array(joint.states);
  for (let v = 0; v < weights.length; v++) totals[rimOf(v)] += weights[v];
  return entropyOf(weights.map((weight, v) => (weight > 0 ? (weight / totals[rimOf(v)]) * distribution[rimOf(v)] : 0)));
}

/** Each state of H against the others, as functions of the rim, to begin a search with. */
function halves({ states, from, state, probability }: Channel): Uint8Array[] {
  const rims = from.length - 1;
  return Array.from({ length: states }, (_, h) =>
    Uint8Array.from({ length: rims }, (_, r) => {
      let p = 0;
      for (let i = from[r]; i < from[r + 1]; i++) if (state[i] === h) p += probability[i];
      return p > 0.5 ? 1 : 0;
    }),
  );
}
