/** The options of `train`, and the conditions under which they have a meaning. */
import type { Part } from '../core/parts.ts';
import { DATA } from '../model/models.ts';
import { keyOf, OPTIONS, type OptionName } from './options.ts';
import { PARTS } from './setting_options.ts';
import { wordsOf } from './words.ts';

/** Options that have a meaning only beside certain others. */
export interface Section {
  title: string;
  options: OptionName[];
}

const NAMES = Object.keys(OPTIONS) as OptionName[];

/** Options of the settings of a part. */
function optionsOf({ settings }: Part): OptionName[] {
  return NAMES.filter((name) => {
    const key = keyOf(name);
    return key !== undefined && Object.hasOwn(settings, key);
  });
}

/** Options whose absence is the condition, by their settings. */
const ABSENT: Readonly<Record<string, string>> = { sites: '--sites', filterHidden: '--filter-hidden', freeze: '--filter' };

/** Options listed first, whatever they depend on. */
const FIRST: readonly OptionName[] = ['model', 'size', 'temperature', 'block', 'buffer', 'shell', 'chains', 'seed'];

const conditional = (part: Part) => Object.keys(part.when).length > 0;

/** All options of the settings of trainings. */
export const TRAINING: readonly OptionName[] = [
  ...new Set([...FIRST, ...PARTS.filter((part) => !conditional(part)).flatMap(optionsOf), ...PARTS.filter(conditional).flatMap(optionsOf)]),
];

/** Those with conditions, and their conditions. */
export const SECTIONS: readonly Section[] = PARTS.filter(conditional)
  .map((part) => ({ title: conditionOf(part), options: optionsOf(part).filter((name) => !FIRST.includes(name)) }))
  .filter(({ options }) => options.length > 0);

function conditionOf({ when }: Part): string {
  const words = wordsOf();
  const given = Object.entries(when).filter(([key]) => !Object.hasOwn(ABSENT, key));
  const absent = Object.keys(when).flatMap((key) => (Object.hasOwn(ABSENT, key) ? [`without ${ABSENT[key]}`] : []));
  const uses = given.map(([key, values]) => (key === 'model' && values.includes(DATA.name) ? words.name('data') : words.use(key, values)));
  const text = [...(uses.length > 0 ? [`with ${uses.join(' and ')}`] : []), ...absent].join(', ');
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
