import type { Reason } from '../../core/parts.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { DataSet } from '../../model/data/data_set.ts';
import { DATA, SAMPLED } from '../../model/models.ts';
import { ofSamplers } from './data.ts';
import { besideSites } from './sites.ts';

/** Whether a setting has a meaning only for data. */
const ofDataOnly = (key: string) => Object.hasOwn(DATA.settings, key) && !SAMPLED.some(({ settings }) => Object.hasOwn(settings, key));

/**
 * Why settings have no meaning, where this does not follow from the value of another setting alone.
 * @param data the data of the training, if any
 */
export function reasonFor(data?: DataSet): Reason {
  return (key, failed) => {
    if (failed === 'freeze') return { expected: 'a filter that learns', remedy: phrase`leave ${setting(key)} out: a filter that is kept does not` };
    if (failed === 'filterHidden') return { expected: 'a linear filter', remedy: phrase`leave ${setting(key)} or ${setting('filterHidden')} out` };
    if (failed === 'sites') return besideSites();
    if (failed !== 'model') return undefined;
    if (data) return ofSamplers(key, data);
    return ofDataOnly(key) ? { expected: 'data that go with it', remedy: phrase`give ${setting('data')}, or leave it out` } : undefined;
  };
}
