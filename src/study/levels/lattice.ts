/** The lattice of a level: that of the model, coarsened as often as there are levels below. */
import { isDiscrete, type VariableName } from '../../coarse/variables.ts';
import type { Model } from '../../model/model.ts';
import { encodingOf, isPackedAlphabet, REALS } from '../../space/encoding.ts';
import { latticeSpace, type Space } from '../../space/space.ts';
import { coarseAlphabet } from '../../train/result/rule.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';

/** What decides the lattice of a level. */
interface LevelForm {
  /** 1 is the model itself. */
  level: number;
  /** Side of the block. */
  block: number;
  /** Of H, which are the values of a site from the second level on. */
  components: number;
  states: number | undefined;
  variable: string;
}

/** A model as the trainings of a level see it: space, values and inputs are those of the coarse variable from the second level on. */
export function coarsened(model: Model, form: LevelForm): Model {
  if (form.level === 1) return model;
  const alphabet = coarseAlphabet(isDiscrete(form.variable as VariableName) ? { states: form.states ?? 2 } : {});
  const encoding = isPackedAlphabet(alphabet) ? encodingOf(alphabet) : REALS;
  return { ...model, support: 'sites', space: (settings) => coarseSpace(model.space(settings), form), alphabet: () => alphabet, encoding: () => encoding };
}

/** The lattice of blocks of blocks of sites. Sides that a block does not divide are refused when a study is planned. */
export function coarseSpace({ extents, boundary }: Space, { level, block, components }: Pick<LevelForm, 'level' | 'block' | 'components'>): Space {
  return latticeSpace(
    extents.map((extent) => Math.floor(extent / block ** (level - 1))),
    { boundary, channels: components },
  );
}

/** The form of the level at one choice of the further axes. */
export function formOf(
  { train, grid }: Pick<StudyConfig, 'train' | 'grid'>,
  { level = 1, block = train.block }: Partial<Record<FurtherAxis, number>>,
): LevelForm {
  return { level, block, components: grid.components[0], states: train.states, variable: train.variable };
}

/** The model of a study as it is seen at one choice of the further axes. */
export function modelAt(config: Pick<StudyConfig, 'train' | 'grid'>, values: Partial<Record<FurtherAxis, number>>): Model {
  return coarsened(modelOf(config), formOf(config, values));
}
