/** The training of a level above the first: on configurations of the coarse variable, as on a file. */
import { isDiscrete, type VariableName } from '../../coarse/variables.ts';
import type { ArrayData } from '../../core/array.ts';
import { checkData, type DataSet } from '../../model/data/data_set.ts';
import { axisNames, type Space } from '../../space/space.ts';
import { foldsOfData } from '../../train/config/data.ts';
import { OF_CHAINS } from '../../train/config/schema.ts';
import type { TrainInput } from '../../train/config/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';

/** Configurations of a level as data to train on. */
export interface LevelData {
  data: DataSet;
  boundary: Space['boundary'];
  /** Whether the sign of all values at once makes no difference to their probability. */
  flip: boolean;
}

/**
 * Configurations of the coarse variable as a data set.
 * @param values (samples, sites..., components)
 * @param variable of H: discrete ones have few values, any other is a number
 */
export function levelData(values: ArrayData, { extents, channels, boundary }: Space, level: number, variable: string): Omit<LevelData, 'flip'> {
  const shape = [...extents, ...(channels > 1 ? [channels] : [])];
  const each = shape.reduce((product, extent) => product * extent, 1);
  const axes = ['n', ...axisNames({ extents }), ...(channels > 1 ? ['c'] : [])].join(' ');
  const real = !isDiscrete(variable as VariableName);
  const array = { shape: [values.length / each, ...shape], data: values };
  return { data: checkData(array, `the configurations of level ${level}`, { axes, ...(real ? { alphabet: 'real' } : {}) }), boundary };
}

/** Settings of a training on them: those of a study but for what a model and its chains have, and what a cell adds. */
export function levelInput(config: StudyConfig, values: Partial<Record<FurtherAxis, number>>, { data, boundary, flip }: LevelData): TrainInput {
  const model = modelOf(config);
  const { level: _, ...settings } = values;
  const ofSampling = new Set([...Object.keys(OF_CHAINS), ...Object.keys(model.settings), 'model']);
  const kept = Object.fromEntries(Object.entries({ ...config.train, ...settings }).filter(([key]) => !ofSampling.has(key)));
  // The sizes of minibatches are those for chains, which may be more than there are configurations.
  const [{ training, heldOut }] = foldsOfData({ data });
  const { batch, evaluationBatch } = config.train;
  const batches = { batch: Math.min(batch, training.count), evaluationBatch: Math.min(evaluationBatch, heldOut.count) };
  return { ...kept, ...batches, data, boundary: [...boundary], symmetry: flip ? 'flip' : 'none' } as TrainInput;
}
