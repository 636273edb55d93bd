/** The parts of a file that are compared with each other. */

/** How many samples are trained on, validated on and held out, in this order from the beginning of the file. */
export interface DataParts {
  training: number;
  validation: number;
  heldOut: number;
}

/** Samples `from` .. `to` of a file, the last one left out. */
export interface Range {
  from: number;
  to: number;
}

/** A range with its name in words. */
export interface Part extends Range {
  name: string;
}

/**
 * The pairs of parts that are compared: the three parts of a training where there is one, the thirds of the file, and its first tenth
 * with its second half, where a burn-in shows that is too short for a third.
 * Source of the last one: Geweke, Bayesian Statistics 4 (1992), 169, section 3.
 *
 * @param samples that are compared, from the beginning of the file
 */
export function comparedParts(samples: number, parts?: DataParts): [Part, Part][] {
  const third = (i: number) => Math.floor((i * samples) / 3);
  const thirds = ['first', 'second', 'last'].map((word, i) => ({ name: `the ${word} third of the file`, from: third(i), to: third(i + 1) }));
  const beginning = { name: 'the first tenth of the file', from: 0, to: Math.ceil(samples / 10) };
  const end = { name: 'its second half', from: Math.floor(samples / 2), to: samples };
  return [...(parts ? pairs(splitParts(parts)) : []), ...pairs(thirds), [beginning, end]];
}

function splitParts({ training, validation, heldOut }: DataParts): Part[] {
  return [
    { name: 'the part trained on', from: 0, to: training },
    { name: 'the part validated on', from: training, to: training + validation },
    { name: 'the part held out', from: training + validation, to: training + validation + heldOut },
  ];
}

function pairs([a, b, c]: readonly Part[]): [Part, Part][] {
  return [
    [a, b],
    [a, c],
    [b, c],
  ];
}
