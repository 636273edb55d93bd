/** Words against what is known of the samples otherwise: where the one dimer leaves the block, and which way it points. */

/** A quantity of every sample that has one of several values, each with an angle. */
export interface OnCircle {
  /** (samples) numbers of values. */
  readonly of: ArrayLike<number>;
  /** Radians of each value. */
  readonly angles: readonly number[];
}

/** Where the samples of a word lie on the circle. */
export interface WordArc {
  readonly word: number;
  /** The fewest values that hold 97 % of the samples of the word, in the order of their angles. */
  readonly values: readonly number[];
  /** Runs of neighbouring values among them: 1 where they are consecutive, 2 for two opposite arcs. */
  readonly runs: number;
  /** Part of the samples at other values. */
  readonly outside: number;
  /** |mean of e^{i angle}|. */
  readonly resultant: number;
  /** Of the mean, radians. */
  readonly angle: number;
  /** (values) part of the samples of the word at each. */
  readonly shares: readonly number[];
}

const INSIDE = 0.97;

/**
 * The arc of each word.
 * @param words (samples) numbers of words
 * @param wanted numbers of those to describe
 */
export function wordArcs(words: ArrayLike<number>, { of, angles }: OnCircle, wanted: readonly number[]): WordArc[] {
  const place = new Map(wanted.map((word, i) => [word, i]));
  const counts = wanted.map(() => new Float64Array(angles.length));
  for (let i = 0; i < words.length; i++) {
    const w = place.get(words[i]);
    if (w !== undefined) counts[w][of[i]]++;
  }
  const circle = [...angles.keys()].sort((a, b) => angles[a] - angles[b]);
  return wanted.map((word, w): WordArc => {
    const total = counts[w].reduce((sum, count) => sum + count, 0);
    const shares = Array.from(counts[w], (count) => count / total);
    const inside = new Set<number>();
    let held = 0;
    for (const value of [...shares.keys()].sort((a, b) => shares[b] - shares[a])) {
      if (held >= INSIDE) break;
      inside.add(value);
      held += shares[value];
    }
    const begins = circle.filter((value, i) => inside.has(value) && !inside.has(circle[(i + circle.length - 1) % circle.length]));
    const [x, y] = [Math.cos, Math.sin].map((f) => shares.reduce((sum, share, value) => sum + share * f(angles[value]), 0));
    return {
      word,
      values: circle.filter((value) => inside.has(value)),
      runs: Math.max(1, begins.length),
      outside: Math.max(0, 1 - held),
      resultant: Math.hypot(x, y),
      angle: Math.atan2(y, x),
      shares,
    };
  });
}

/** Whether words found in a circular order have mean angles in this order, in either sense. @param angles of the words in the order found */
export function isCircular(angles: readonly number[]): boolean {
  const full = 2 * Math.PI;
  const steps = (sense: number) => angles.reduce((sum, angle, i) => sum + ((((sense * (angles[(i + 1) % angles.length] - angle)) % full) + full) % full), 0);
  // Steps from each to the next, all taken in one sense, go around once.
  return [1, -1].some((sense) => Math.abs(steps(sense) - full) < 1e-6);
}
