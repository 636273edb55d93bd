/** Words and super-dimers as one object, for scripts. */
import type { WordFindings } from '../../analysis/words/analysis.ts';
import { CLASSES, type SuperDimers } from '../../analysis/words/super_dimers.ts';
import { wordLabel } from '../../analysis/words/words.ts';
import type { WordLetters } from './text.ts';

/** `words` of `words --json` and what belongs to it; words by their labels, angles in radians, entropies in nats. */
export function wordJson({ table, circle, group, tips, directions, recovered }: WordFindings, { components, states }: WordLetters): object {
  const label = (word: number) => wordLabel(word, components, states);
  const arcOf = (word: number) => {
    const arc = tips?.find((one) => one.word === word);
    const to = directions?.find((one) => one.word === word);
    return {
      ...(arc ? { tips: arc.values, runs: arc.runs, outside: arc.outside, angle: arc.angle, resultant: arc.resultant } : {}),
      ...(to ? { directions: to.shares } : {}),
    };
  };
  return {
    entropy: table.entropy,
    words: table.words.map(({ word, frequency, spurious, pattern }) => ({
      word: label(word),
      frequency,
      spurious,
      ...arcOf(word),
      ...(pattern ? { environment: Array.from(pattern) } : {}),
    })),
    ...(circle ? { circle: { ...circle, order: circle.order.map(label) } } : {}),
    ...(recovered === undefined ? {} : { recovered }),
    ...(group
      ? { group: { name: group.name, represented: group.represented, symmetries: group.maps.length, agreement: group.maps.map((map) => map.agreement) } }
      : {}),
  };
}

/** The super-dimers of a star: probabilities of classes, and by 'C|L' those of C given L, in the order of j. */
export function superJson({ neighbours, violations, marginal, given }: SuperDimers): object {
  return {
    neighbours,
    violations,
    marginal: Object.fromEntries(CLASSES.map((name, a) => [name, marginal[a]])),
    given: Object.fromEntries(CLASSES.flatMap((one, a) => CLASSES.map((other, b) => [`${other}|${one}`, given[a][b]]))),
  };
}
