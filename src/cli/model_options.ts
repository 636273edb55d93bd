/** Which options belong to which model: those whose keys are its settings. */
import type { Model } from '../model/model.ts';
import { SAMPLED } from '../model/models.ts';
import { keyOf, OPTIONS, type OptionName } from './options.ts';

/** Options that set a setting of a model beside the lattice side, which all have. */
export function optionsOf({ settings }: Pick<Model, 'settings'>): OptionName[] {
  return (Object.keys(OPTIONS) as OptionName[]).filter((name) => {
    const key = keyOf(name);
    return key !== undefined && key !== 'size' && Object.hasOwn(settings, key);
  });
}

/** Options of all models that are sampled, each once. */
export function allModelOptions(): OptionName[] {
  return [...new Set(SAMPLED.flatMap(optionsOf))];
}
