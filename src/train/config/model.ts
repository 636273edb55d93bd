import { BlockspinError } from '../../core/errors.ts';
import { checkChipping } from '../../model/chipping/chains.ts';
import { checkDimers } from '../../model/dimers/start.ts';
import { checkIsing } from '../../model/ising/options.ts';
import type { TrainConfig, TrainInput } from './config.ts';

/** Settings that mean something to one model only. */
const OWN = {
  ising: ['coupling'],
  dimers: ['interaction'],
  chipping: ['chippingRate', 'density', 'biased', 'masses', 'environmentMasses'],
} as const;
type Model = keyof typeof OWN;

/** All of them: fixed data have use for none. */
export const OF_MODELS = Object.values(OWN).flat();

/** How settings are called on the command line, where that is not `--` and the key. */
const OPTION: Partial<Record<keyof TrainConfig, string>> = {
  chippingRate: '--chipping-rate',
  heldOutPart: '--held-out',
  evaluationBatch: '--evaluation-batch',
  masses: 'masses',
  environmentMasses: 'environmentMasses',
};

/** The option of a setting. Keys of one lower-case word are options, too. */
export function optionOf(name: string): string {
  return OPTION[name as keyof TrainConfig] ?? (/^[a-z]+$/.test(name) ? `--${name}` : name);
}

/**
 * Completes the settings of a model that is sampled, and checks them. Chipping has no temperature: its rates w stand
 * where others have T, one point of the grid for each, and `temperature` is then a copy of `chippingRate`. Dimers have
 * temperature infinity unless another is given, the model without interaction.
 * @param input what was given. A completed configuration comes out as it went in
 * @param config the same with all defaults
 * @param defaults of everything
 * @throws BlockspinError for settings of another model, and for values that make no model
 */
export function modelConfig(input: TrainInput, config: TrainConfig, defaults: TrainConfig): TrainConfig {
  const model = config.model as Model;
  const foreign = OF_MODELS.find((name) => !(OWN[model] as readonly string[]).includes(name) && input[name] !== undefined && input[name] !== defaults[name]);
  if (foreign) {
    const own = OWN[model].map(optionOf).join(', ');
    const remedy = `leave ${optionOf(foreign)} out, or choose its model with --model`;
    throw new BlockspinError({ who: optionOf(foreign), expected: `settings that ${model} has: ${own}`, got: input[foreign], remedy });
  }
  const { size, density, interaction } = config;
  if (model === 'ising') {
    checkIsing({ ...config, temperatures: config.temperature });
    return config;
  }
  if (model === 'dimers') {
    const temperature = input.temperature === undefined ? [Number.POSITIVE_INFINITY] : config.temperature;
    checkDimers({ size, interaction, temperatures: temperature });
    return { ...config, temperature };
  }
  const rates = config.chippingRate ?? [1];
  checkRates(rates);
  checkChipping(size, density, rates);
  if (input.temperature !== undefined && String(config.temperature) !== String(rates)) {
    const remedy = 'leave it out; --chipping-rate is the rate w that the phases depend on';
    throw new BlockspinError({ who: '--temperature', expected: 'nothing, since chipping has no temperature', got: input.temperature, remedy });
  }
  return { ...config, chippingRate: rates, temperature: rates };
}

function checkRates(rates: readonly number[]): void {
  const wrong = rates.find((rate) => !(Number.isFinite(rate) && rate >= 0));
  if (wrong === undefined) return;
  const remedy = 'use for example --chipping-rate 1,3,10; at density 1 the transition is at w = 3';
  throw new BlockspinError({ who: '--chipping-rate', expected: 'finite rates of chipping w, zero or more', got: String(wrong), remedy });
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
