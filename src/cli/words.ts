/** How the command line names settings: as options of the current verb, or as keys where it has no such option. */

import { alternatives, KEYS, type Words } from '../core/phrase.ts';
import { OPTIONS, type OptionName, settingOf } from './options.ts';

/** Keys of trainings: only the verbs that train have them as options. */
const settings = new Set(Object.values(OPTIONS).flatMap((option) => ('key' in option ? [option.key as string] : [])));

/** Words for an error of a verb. @param options those of the verb; all options without a verb */
export function wordsOf(options: readonly OptionName[] = Object.keys(OPTIONS) as OptionName[]): Words {
  // A key that is no setting of trainings has one meaning everywhere: `index` is that of `cell` also in a remedy of `export`.
  const others = (Object.keys(OPTIONS) as OptionName[]).filter((name) => !('key' in OPTIONS[name]) && !settings.has(settingOf(name)));
  const bySetting = new Map([...others, ...options].map((name) => [settingOf(name), name]));
  return {
    name: (key) => (bySetting.has(key) ? `--${bySetting.get(key)}` : KEYS.name(key)),
    use: (key, values) => {
      const option = bySetting.get(key);
      if (option === undefined) return KEYS.use(key, values);
      return OPTIONS[option].kind === 'flag' ? `--${option}` : `--${option} ${alternatives(values.map(word))}`;
    },
  };
}

/** A value as it is written behind an option. */
function word(value: unknown): string {
  if (Array.isArray(value)) return value.map(word).join(',');
  return value === Number.POSITIVE_INFINITY ? 'inf' : String(value);
}
