/** Studies that tell why the filters of free dimers do not lie equally often along all directions of their circle. */
import { dimerOperators } from '../../../src/analysis/filters/patterns.ts';
import { preset } from '../../../src/study/plan/presets.ts';
import type { StudyInput } from '../../../src/study/plan/schema.ts';

/** One study of the table. */
export interface Variant {
  /** Its folder. */
  name: string;
  /** What differs from the study `circle`. */
  words: string;
  study: StudyInput;
  /** Direction in which all runs begin, radians; else they begin with random weights. */
  start?: number;
}

/** A filter along a direction of the plane of the two fields, flat. */
function fieldAlong(angle: number, block: number, size = 1): number[] {
  const [x, y] = dimerOperators(block).fields;
  const length = Math.hypot(...x) / size;
  return x.map((weight, i) => Number(((Math.cos(angle) * weight + Math.sin(angle) * y[i]) / length).toFixed(6)));
}

const CIRCLE = preset('circle', 'small');
const BLOCK = CIRCLE.train?.block ?? 0;

function varied(name: string, words: string, train: object, runs = 50): Variant {
  return { name, words, study: { ...CIRCLE, name, train: { ...CIRCLE.train, ...train } as StudyInput['train'], runs, runsPerCell: Math.min(runs, 50) } };
}

interface Start {
  /** Length of the weights at the start. */
  size?: number;
  seed?: number;
  variable?: string;
  steps?: number;
  patience?: number;
}

/** Runs that all begin in one direction; those of one cell share their chains and validation samples, those of another seed have others. */
function started(name: string, degrees: number, words = '', { size = 1, seed, ...train }: Start = {}): Variant {
  const filter = fieldAlong((degrees * Math.PI) / 180, BLOCK, size);
  const one = varied(name, `all runs begin at ${degrees}°${words}`, { ...train, filter }, 25);
  return { ...one, study: { ...one.study, ...(seed === undefined ? {} : { seed }) }, start: (degrees * Math.PI) / 180 };
}

/** In the order of the table. */
export const VARIANTS: readonly Variant[] = [
  { name: 'circle', words: 'the study `circle --small`', study: CIRCLE },
  varied('longer', 'twice the steps', { steps: 5000, patience: 2500 }),
  varied('block6', 'a block of 6 × 6', { block: 6 }),
  started('start0', 0),
  started('start0-2', 0, ', other samples', { seed: 2 }),
  started('start0-3', 0, ', a third set of samples', { seed: 3 }),
  started('start22.5', 22.5),
  started('start22.5-2', 22.5, ', other samples', { seed: 2 }),
  started('short22.5', 22.5, ', 1000 steps instead of 2500', { steps: 1000, patience: 500 }),
  started('large22.5', 22.5, ', with weights as large as at the end', { size: 7 }),
  started('real22.5', 22.5, ', real values of the filter', { variable: 'linear' }),
];
