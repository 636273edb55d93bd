/** Models on graphs by the names that `sample` and `train` have for them: the same models in `exact`, with the defaults that they have there. */
import { completed } from '../core/settings.ts';
import { SAMPLED } from '../model/models.ts';
import type { Given, OptionName } from './options.ts';

const PREFIX = 'graph-';

/**
 * The options for the model as `exact` names it.
 * @param own options of each model of `exact`
 */
export function fromSampler(given: Given, own: Readonly<Record<string, readonly OptionName[]>>): Given {
  const name = given.model as string | undefined;
  const record = SAMPLED.find((one) => one.name === name);
  if (name === undefined || record === undefined || !name.startsWith(PREFIX)) return given;
  const model = name.slice(PREFIX.length);
  const { key, usual } = record.control;
  const control = own[model]?.includes(key as OptionName) ? { [key]: [...usual] } : {};
  const graph = given.graph === undefined && given.edges === undefined ? { graph: (completed(record.settings, {}).graph as { name: string }).name } : {};
  return { ...control, ...graph, ...given, model } as Given;
}
