import { logitCount } from '../../coarse/shape.ts';
import { BlockspinError } from '../../core/errors.ts';
import { checkKeys, shapeOf } from '../../core/parts.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { completed } from '../../core/settings.ts';
import type { DataSet } from '../../model/data/data_set.ts';
import type { Model } from '../../model/model.ts';
import { DATA, MODELS, recordOf } from '../../model/models.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { checkWindow } from '../../space/fits.ts';
import { lengthWords } from '../../space/lengths.ts';
import { checkSites, type SiteList } from '../../space/sites.ts';
import { valuesOf } from '../../space/space.ts';
import { choicesOf } from './choices.ts';
import { besideData, dataBatches, dataBoundary, dataDerived, dataTemperature } from './data.ts';
import { type GivenSettings, withoutDerived } from './derived.ts';
import { checkEstimator } from './estimator.ts';
import { evolves } from './evolution.ts';
import { checkEvolution, withEvolution, withTable } from './evolving.ts';
import { successors } from './former.ts';
import { cuttingOf, filterSize, spaceOf, windowsOf } from './geometry.ts';
import { checkKnown } from './known.ts';
import { copiesOf, pointsOf, withoutTemperature } from './model.ts';
import { reasonFor } from './reasons.ts';
import { GENERAL, partsOf } from './schema.ts';
import { coarseOf } from './shapes.ts';
import { besideSites, ofSites } from './sites.ts';
import type { TrainConfig, TrainInput } from './types.ts';

export type { TrainConfig, TrainInput } from './types.ts';

/**
 * Fills in defaults and checks everything that can be checked before any work starts. A setting that has no meaning beside the
 * choices made is refused, and is absent from the result. The result can be passed in again and is returned unchanged.
 * @throws BlockspinError naming the setting, what is allowed and what to do
 */
export function trainConfig(input: TrainInput): TrainConfig {
  const placed = completedConfig(input as GivenSettings);
  checkDifferent(placed.buffer);
  checkPlaces(placed);
  const config = evolves(placed) ? withTable(placed, input as GivenSettings) : placed;
  checkKnown(config);
  if (evolves(config)) checkEvolution(config);
  checkEstimator(config);
  // Parts of fixed data need not fill their words.
  for (const name of config.data ? [] : (['chains', 'heldOut', 'validation'] as const)) {
    if (config[name] % CHAINS_PER_GROUP !== 0) {
      throw new BlockspinError({
        setting: name,
        expected: `a multiple of ${CHAINS_PER_GROUP}, the chains packed in one word`,
        got: config[name],
        remedy: phrase`use ${setting(name, CHAINS_PER_GROUP * Math.ceil(config[name] / CHAINS_PER_GROUP))}`,
      });
    }
  }
  const weights = logitCount(coarseOf(config)) * filterSize(config);
  if (config.filter && config.filter.length !== weights) {
    throw new BlockspinError({
      setting: 'filter',
      expected: `${weights} weights, components x values of the block`,
      got: config.filter.length,
      remedy: 'give one weight per component and value of the block',
    });
  }
  if (config.freeze && !config.filter) {
    throw new BlockspinError({ setting: 'freeze', expected: 'a filter to freeze', got: 'none', remedy: phrase`give ${setting('filter')} as well` });
  }
  return config;
}

/** @throws BlockspinError for block and environment that do not lie on the lattice or the graph */
function checkPlaces(config: TrainConfig): void {
  if (!config.sites && !config.data && spaceOf(config).translations === 'none') throw withoutSites(config.model);
  if (config.sites) checkSites(config.sites, valuesOf(spaceOf(config)));
  else for (const window of windowsOf(config)) checkWindow(window, spaceOf(config), cuttingOf(config));
}

/** Windows need a lattice. */
function withoutSites({ name }: Model): BlockspinError {
  const remedy = phrase`give ${setting('sites')}; on the command line also a centre with radius, buffer and shell`;
  return new BlockspinError({
    setting: 'sites',
    expected: `lists of the values of block and environment, since ${name} lives on a graph`,
    got: 'none',
    remedy,
  });
}

/** Two equal widths are one width, or were meant as those of two axes. */
function checkDifferent(buffer: TrainConfig['buffer']): void {
  const words = buffer.map(lengthWords);
  const twice = words.find((one, i) => words.indexOf(one) !== i);
  if (twice === undefined) return;
  const remedy = phrase`give it once; widths that differ from axis to axis are written ${setting('buffer', words.slice(0, 3).join('x'))}`;
  throw new BlockspinError({ setting: 'buffer', expected: 'different widths, each for all axes', got: words.join(','), remedy });
}

/** With all defaults, and the settings derived from others. */
function completedConfig(given: GivenSettings): TrainConfig {
  const sites = given.sites === undefined ? undefined : (completed({ sites: GENERAL.sites }, given).sites as SiteList);
  const beside = sites ? withoutDerived(given, ofSites(sites), (key, got) => new BlockspinError({ setting: key, got, ...besideSites() })) : given;
  const listed = sites ? ofSites(sites) : {};
  if (given.data !== undefined) return { ...withData(beside), ...listed };
  const { model: name } = completed({ model: GENERAL.model }, given);
  const model = recordOf(name);
  if (model === DATA) {
    throw new BlockspinError({ setting: 'model', expected: 'data that go with it', got: 'none', remedy: phrase`give ${setting('data')}, or leave it out` });
  }
  const points = pointsOf(model, given);
  const copies = copiesOf(model, points);
  const config = meaning(
    withoutDerived(beside, copies, (_, got) => withoutTemperature(model, got)),
    model,
  );
  model.check(config, points);
  return { ...config, [model.control.key]: points, temperature: [...points], ...listed };
}

/** For fixed data. */
function withData(given: GivenSettings): TrainConfig {
  const derived = dataDerived(given);
  const data = given.data as DataSet;
  const model = given.model === DATA ? DATA.name : given.model;
  const config = meaning({ ...withoutDerived({ ...given, model }, derived, besideData(data)) }, DATA, data);
  DATA.check(config, config.temperature);
  return {
    ...config,
    ...derived,
    model: DATA,
    temperature: dataTemperature(data, config.temperature),
    boundary: dataBoundary(data, config),
    ...dataBatches(given, config, derived),
  };
}

/** The settings that have a meaning, completed. @throws BlockspinError for all others */
function meaning(before: GivenSettings, model: Model, data?: DataSet): TrainConfig {
  const given = before.optimizer === 'cmaes' ? withEvolution(before) : before;
  const chosen = choicesOf(given, model.name);
  const parts = partsOf([...MODELS.filter(({ name }) => name !== model.name), model]);
  checkKeys(given, parts, chosen, { who: 'config', reason: reasonFor(data), elsewhere: successors });
  return { ...completed(shapeOf(parts, chosen), { ...given, bound: chosen.bound }), model } as unknown as TrainConfig;
}
