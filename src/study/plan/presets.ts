/**
 * Studies that come with the program, each in three sizes. `full` has the published geometries and is for a GPU; `small`
 * shows the published results in minutes on two cores; `quick` takes seconds and shows no physics, only that everything runs.
 * Published: Goekmen et al., PRL 127, 240603 (2021) and PRE 104, 064106 (2021); the quasicrystal: arXiv:2301.11934.
 */
import { FULL } from './presets/full.ts';
import { PRESET_NAMES, type PresetName } from './presets/names.ts';
import { QUICK } from './presets/quick.ts';
import { SMALL } from './presets/small.ts';
import type { StudyInput } from './schema.ts';

export { PRESET_NAMES, type PresetName };
/** Sizes of a shipped study: full for a GPU, small in minutes, quick in seconds without physics. */
export type PresetSize = 'full' | 'small' | 'quick';

/** The config of a preset in one of its sizes. */
export function preset(name: PresetName, size: PresetSize = 'full'): StudyInput {
  return { full: FULL, small: SMALL, quick: QUICK }[size][name];
}

/** Whether a name is that of a shipped study. */
export function isPreset(name: string): name is PresetName {
  return (PRESET_NAMES as readonly string[]).includes(name);
}
