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

function started(
  degrees: number,
  name = `start${degrees}`,
  words = '',
  { size = 1, ...train }: { size?: number; variable?: string; steps?: number; patience?: number } = {},
): Variant {
  const filter = fieldAlong((degrees * Math.PI) / 180, BLOCK, size);
  return { ...varied(name, `all runs begin at ${degrees}°${words}`, { ...train, filter }, 25), start: (degrees * Math.PI) / 180 };
}

/** In the order of the table. */
export const VARIANTS: readonly Variant[] = [
  { name: 'circle', words: 'the study `circle --small`', study: CIRCLE },
  varied('longer', 'twice the steps', { steps: 5000, patience: 2500 }),
  varied('block6', 'a block of 6 × 6', { block: 6 }),
  started(0),
  started(22.5),
  started(45),
  started(22.5, 'short22.5', ', 1000 steps', { steps: 1000, patience: 500 }),
  // Adam moves all weights by equal steps at first, so that growing weights turn towards the diagonal. These need not grow.
  started(22.5, 'large22.5', ', with weights as large as at the end', { size: 7 }),
  // The information of the real value does not depend on the direction: what still turns is turned by the optimiser.
  started(22.5, 'real22.5', ', real values of the filter', { variable: 'linear' }),
];
