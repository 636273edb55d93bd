import { BlockspinError } from '../../core/errors.ts';
import { SAMPLED } from '../../model/models.ts';
import type { TrainConfig, TrainInput } from './config.ts';

/** Settings of models by key: fixed data have use for none but their own. */
export const OF_SAMPLED = [...new Set(SAMPLED.flatMap(({ settings }) => Object.keys(settings)))].filter((key) => key !== 'size' && key !== 'temperature');

/** How settings are called on the command line, where that is not `--` and the key. */
const OPTION: Partial<Record<keyof TrainConfig, string>> = {
  heldOutPart: '--held-out',
  evaluationBatch: '--evaluation-batch',
};

/** The option of a setting. Settings of models have one each, and keys of one lower-case word are options, too. */
export function optionOf(name: string): string {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return OPTION[name as keyof TrainConfig] ?? (OF_SAMPLED.includes(name) || kebab === name ? `--${kebab}` : name);
}

/**
 * Completes the settings of a model that is sampled, and checks them. `temperature` holds the values of the control
 * parameter, whatever its name: where a model has no temperature it is a copy of what stands in its place.
 * @param input what was given. A completed configuration comes out as it went in
 * @param config the same with all defaults
 * @param defaults of everything
 * @throws BlockspinError for settings of another model, and for values that make no model
 */
export function modelConfig(input: TrainInput, config: TrainConfig, defaults: TrainConfig): TrainConfig {
  const { model } = config;
  const own = Object.keys(model.settings);
  const given = input as Readonly<Record<string, unknown>>;
  const usual = defaults as unknown as Readonly<Record<string, unknown>>;
  const foreign = OF_SAMPLED.find((name) => !own.includes(name) && given[name] !== undefined && given[name] !== usual[name]);
  if (foreign) {
    const names = own.filter((name) => OF_SAMPLED.includes(name)).map(optionOf);
    const remedy = `leave ${optionOf(foreign)} out, or choose its model with --model`;
    throw new BlockspinError({ who: optionOf(foreign), expected: `settings that ${model.name} has: ${names.join(', ')}`, got: given[foreign], remedy });
  }
  const { key, usual: points } = model.control;
  const values = given[key] === undefined ? points : ((config as unknown as Record<string, unknown>)[key] as readonly number[]);
  model.check(config, values);
  if (key !== 'temperature' && given.temperature !== undefined && String(config.temperature) !== String(values)) {
    const remedy = `leave it out; ${optionOf(key)} is what the phases depend on`;
    throw new BlockspinError({ who: '--temperature', expected: `nothing, since ${model.name} has no temperature`, got: given.temperature, remedy });
  }
  return { ...config, [key]: values, temperature: [...values] };
}

/**
 * With a list of sites in the place of a window: block and shell are then the numbers of values in it, and the buffer,
 * which has no width, is 0.
 * @throws BlockspinError for settings of a window beside a list
 */
export function siteConfig(input: TrainInput, config: TrainConfig): TrainConfig {
  const { sites } = config;
  if (!sites) return config;
  const listed = { block: sites.block.length, buffer: [0], shell: sites.environment.length };
  const useless = (['block', 'buffer', 'shell'] as const).find((name) => input[name] !== undefined && String(input[name]) !== String(listed[name]));
  if (useless) {
    const remedy = 'leave one of the two out';
    throw new BlockspinError({ who: `--${useless}`, expected: 'nothing, since --sites lists block and environment', got: input[useless], remedy });
  }
  return { ...config, ...listed };
}
