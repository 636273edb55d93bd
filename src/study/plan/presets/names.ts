/** The studies that come with the program. */

/** Names of the shipped studies. */
export const PRESET_NAMES = [
  'ising',
  'antiferromagnet',
  'dimers',
  'ensemble',
  'peaks',
  'circle',
  'fields',
  'chipping',
  'ring',
  'quasicrystal',
  'spokes',
  'operators',
] as const;
/** The name of a shipped study. */
export type PresetName = (typeof PRESET_NAMES)[number];
