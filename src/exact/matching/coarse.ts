/** Coarse variables of a block of edges, from the places in its list that are occupied. */
import type { CoarseMap } from '../system/coarse.ts';
import type { BlockMap } from './joint.ts';

/** Part of Σ|Λ| below which a sum is a tie. */
const TIE = 1e-12;

/**
 * H = sign(Λ·v + bias) in each component, v = 1 for an occupied edge and -1 for another, ties shared evenly; or, softly, + with probability
 * 1 / (1 + exp(-sum)).
 * @param weights (components, edges)
 */
export function signBlockMap(weights: readonly (readonly number[])[], bias: readonly number[], soft: boolean): BlockMap {
  const size = weights.map((row, c) => row.reduce((sum, w) => sum + Math.abs(w), Math.abs(bias[c])));
  const empty = weights.map((row, c) => bias[c] - row.reduce((sum, w) => sum + w, 0));
  const states = 2 ** weights.length;
  const plus = new Array<number>(weights.length);
  return {
    states,
    of: (occupied) => {
      let [state, certain] = [0, true];
      for (let c = 0; c < weights.length; c++) {
        let sum = empty[c];
        for (let i = 0; i < occupied.length; i++) sum += 2 * weights[c][occupied[i]];
        plus[c] = soft ? 1 / (1 + Math.exp(-sum)) : Math.abs(sum) <= TIE * size[c] ? 0.5 : sum > 0 ? 1 : 0;
        if (plus[c] === 1) state += 2 ** c;
        else if (plus[c] > 0) certain = false;
      }
      if (certain) return state;
      return Array.from({ length: states }, (_, h) => plus.reduce((p, x, c) => p * ((h >> c) & 1 ? x : 1 - x), 1));
    },
  };
}

/** A map of all states of a block, v = Σ 2^k over the occupied places k. */
export function placesMap(map: CoarseMap): BlockMap {
  return { states: map.states, of: (occupied) => map.of(occupied.reduce((v, place) => v + 2 ** place, 0)) };
}
