/** Settings of a design by the names of their options. */
import type { OptionName } from './options.ts';

export const DESIGN = [
  'physics',
  'group',
  'bundle',
  'irreps',
  'shells',
  'cutoff',
  'grid',
  'eps',
  'population',
  'generations',
  'seed',
] as const satisfies readonly OptionName[];
