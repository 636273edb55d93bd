/** The group that symmetries of the environment of a block represent on the words of its filter. */
import { distinct, isClosed, nameOfGroup } from '../symmetry/group_names.ts';

/** What one symmetry does with the words. */
export interface WordMap {
  /** Part of the samples whose word becomes the one that most samples with this word become. */
  readonly agreement: number;
  /** The image of each word, in the order of `words`; missing where two words have the same one. */
  readonly images?: readonly number[];
}

/** Permutations of words. */
export interface WordGroup {
  /** Numbers of the words that are permuted, ascending. */
  readonly words: readonly number[];
  /** In the order of the given symmetries. */
  readonly maps: readonly WordMap[];
  /** How many symmetries permute the words. */
  readonly represented: number;
  /** Of the different permutations: 'Z8', 'D8', 'trivial'; undefined where they are no group. */
  readonly name: string | undefined;
}

/** A symmetry permutes the words if it does so for this part of the samples. */
const REPRESENTED = 0.95;

/**
 * A filter H(v) represents a symmetry g where H(g v) is a function of H(v), one to one. This is counted, word by word.
 * @param words (samples) numbers of words
 * @param moved of each symmetry the words of the same samples, read through it
 * @param kept numbers of the words that are not spurious
 */
export function wordGroup(words: ArrayLike<number>, moved: readonly ArrayLike<number>[], kept: readonly number[]): WordGroup {
  const order = [...kept].sort((a, b) => a - b);
  const place = new Map(order.map((word, i) => [word, i]));
  const maps = moved.map((others): WordMap => {
    const counts = order.map(() => new Float64Array(order.length));
    let samples = 0;
    for (let i = 0; i < words.length; i++) {
      const from = place.get(words[i]);
      if (from === undefined) continue;
      samples++;
      const to = place.get(others[i]);
      if (to !== undefined) counts[from][to]++;
    }
    const images = counts.map((row) => row.indexOf(Math.max(...row)));
    const agreement = images.reduce((sum, to, from) => sum + counts[from][to], 0) / samples;
    return new Set(images).size === images.length ? { agreement, images: images.map((to) => order[to]) } : { agreement };
  });
  const represented = maps.flatMap(({ agreement, images }) => (images && agreement >= REPRESENTED ? [images.map((word) => place.get(word) as number)] : []));
  const group = distinct(represented);
  return { words: order, maps, represented: represented.length, name: group.length > 0 && isClosed(group) ? nameOfGroup(group) : undefined };
}
