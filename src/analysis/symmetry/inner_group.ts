/** Operations on the inputs of one value: permutations of its states, or turns and mirrors of an angle seen as cosines and sines. */
import { permutations } from './motions.ts';

/** Input k goes to place to[k], with its sign changed where flips[k] is -1. */
interface Inner {
  /** Empty for the identity. */
  name: string;
  to: readonly number[];
  flips: readonly (1 | -1)[];
}

/** The operations on one value; the identity first. */
interface InnerGroup {
  elements: Inner[];
  /** Indices of elements. */
  subgroups: Record<string, number[]>;
  /** The index of element i after element j. */
  multiply(i: number, j: number): number;
}

/** Up to so many states all their permutations are tried; of more, as of a clock, turns and mirrors only. */
const MOST_PERMUTED = 5;
/** The subgroup of all permutations of states. */
export const STATES = 'states';

/** The operations on a value. @param inputs of a value: states, or twice the harmonics of an angle */
export function innerGroup({ states = 1, harmonics = 0 }: { states?: number; harmonics?: number }): InnerGroup {
  if (harmonics > 0) return grouped(turnsOfAngle(harmonics), { 'quarter turns of angles': (i) => i < 4, 'turns and mirrors of angles': () => true });
  if (states < 2) return grouped([{ name: '', to: [0], flips: [1] }], {});
  const ring = turnsOfStates(states);
  const rings = new Set(ring.map((to) => to.join()));
  const turns = new Set(ring.slice(0, states).map((to) => to.join()));
  const all = states <= MOST_PERMUTED ? permutations(states) : ring;
  const elements = all.map((to): Inner => ({ name: cycles(to), to, flips: to.map(() => 1) }));
  const key = (i: number) => elements[i].to.join();
  return grouped(elements, {
    ...(states <= MOST_PERMUTED ? { [STATES]: () => true } : {}),
    // Of up to three states these are all permutations.
    ...(states > 3 ? { 'turns of states': (i) => turns.has(key(i)), 'turns and mirrors of states': (i) => rings.has(key(i)) } : {}),
  });
}

/** s to s + k, then s to k - s. */
function turnsOfStates(q: number): number[][] {
  const all = (of: (s: number, k: number) => number) => Array.from({ length: q }, (_, k) => Array.from({ length: q }, (__, s) => (of(s, k) + q) % q));
  return [...all((s, k) => s + k), ...all((s, k) => k - s)];
}

/** Quarter turns, then mirrors: those of O(2) that permute cosines and sines. */
function turnsOfAngle(harmonics: number): Inner[] {
  return [false, true].flatMap((mirror) =>
    [0, 1, 2, 3].map((quarter): Inner => {
      const to: number[] = [];
      const flips: (1 | -1)[] = [];
      for (let m = 1; m <= harmonics; m++) {
        const turn = (m * quarter) % 4;
        // (a, b) to (a, -b) by a mirror, then to (-b, a) by a quarter turn.
        const swap = turn % 2 === 1;
        const [first, second] = [2 * m - 2, 2 * m - 1];
        to.push(swap ? second : first, swap ? first : second);
        const sign = (negative: boolean): 1 | -1 => (negative ? -1 : 1);
        flips.push(sign(turn === 2 || turn === 3), sign((turn === 1 || turn === 2) !== mirror));
      }
      const name = [mirror ? 'mirror' : '', quarter > 0 ? `turn ${90 * quarter}` : ''].filter(Boolean).join(' ');
      return { name, to, flips };
    }),
  );
}

/** '(0 1)(2 3)'; empty for the identity. */
function cycles(to: readonly number[]): string {
  const seen = new Set<number>();
  let text = '';
  for (const first of to.keys()) {
    const cycle: number[] = [];
    for (let at = first; !seen.has(at); at = to[at]) {
      seen.add(at);
      cycle.push(at);
    }
    if (cycle.length > 1) text += `(${cycle.join(' ')})`;
  }
  return text;
}

function grouped(elements: Inner[], members: Record<string, (i: number) => boolean>): InnerGroup {
  const key = (to: readonly number[], flips: readonly number[]) => `${to} ${flips}`;
  const known = new Map(elements.map(({ to, flips }, i) => [key(to, flips), i]));
  const multiply = (i: number, j: number) => {
    const [a, b] = [elements[i], elements[j]];
    return known.get(
      key(
        b.to.map((place) => a.to[place]),
        b.flips.map((sign, k) => sign * a.flips[b.to[k]]),
      ),
    ) as number;
  };
  const subgroups = Object.fromEntries(Object.entries(members).map(([name, has]) => [name, elements.map((_, i) => i).filter(has)]));
  return { elements, subgroups, multiply };
}
