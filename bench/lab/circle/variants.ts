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

/** A filter of length 1 along a direction of the plane of the two fields, flat. */
function fieldAlong(angle: number, block: number): number[] {
  const [x, y] = dimerOperators(block).fields;
  const length = Math.hypot(...x);
  return x.map((weight, i) => Number(((Math.cos(angle) * weight + Math.sin(angle) * y[i]) / length).toFixed(6)));
}

const CIRCLE = preset('circle', 'small');
const BLOCK = CIRCLE.train?.block ?? 0;

function varied(name: string, words: string, train: object, runs = 100): Variant {
  return { name, words, study: { ...CIRCLE, name, train: { ...CIRCLE.train, ...train } as StudyInput['train'], runs } };
}

const started = (degrees: number): Variant => ({
  ...varied(`start${degrees}`, `all runs begin at ${degrees}°`, { filter: fieldAlong((degrees * Math.PI) / 180, BLOCK) }, 50),
  start: (degrees * Math.PI) / 180,
});

/** In the order of the table. */
export const VARIANTS: readonly Variant[] = [
  { name: 'circle', words: 'the study `circle --small`', study: CIRCLE },
  varied('longer', 'twice the steps', { steps: 5000, patience: 2500 }),
  varied('block6', 'a block of 6 × 6', { block: 6 }, 50),
  started(0),
  started(22.5),
  started(45),
];
