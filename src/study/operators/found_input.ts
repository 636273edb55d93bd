/** The training of the filters of a table. */
import type { Model } from '../../model/model.ts';
import { trainConfig } from '../../train/config/config.ts';
import type { TrainInput } from '../../train/config/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { trainingOf } from '../plan/around.ts';
import { inStudy } from '../plan/issues.ts';
import type { StudyConfig } from '../plan/schema.ts';
import type { OperatorsEntry } from './config.ts';

/** Where filters are found. */
interface FoundPlace {
  readonly index: number;
  readonly entry: OperatorsEntry;
  readonly model: Model;
  readonly setting: Readonly<Record<FurtherAxis, number>>;
}

/** The settings of every stage, but for what is known. @throws BlockspinError for a training that is not possible */
export function foundInput(config: StudyConfig, { index, entry, model, setting }: FoundPlace, seed = config.seed): TrainInput {
  const axes = Object.fromEntries(Object.entries(setting).filter(([axis]) => axis !== 'level' && Object.hasOwn(config.grid, axis)));
  const point = { [model.control.key]: [entry.temperature], buffer: [entry.buffer ?? config.grid.buffer[0]], components: 1, replicas: config.runs, seed };
  // Candidates say what filters read.
  const { inputs: _, reach: __, filterHidden, ...train } = trainingOf(config) as TrainInput & Readonly<Record<string, unknown>>;
  const hidden = filterHidden && filterHidden.length > 0 ? { filterHidden } : {};
  const input = { ...train, ...hidden, ...axes, ...point } as TrainInput;
  const keyOf = (key: string) => (key === 'buffer' || key === model.control.key ? `operators.${index}.${key}` : key === 'replicas' ? 'runs' : `train.${key}`);
  inStudy(keyOf, () => trainConfig(input));
  return input;
}
