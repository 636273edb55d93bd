/**
 * Studies that come with the program. `full` has the published geometries (Goekmen et al., PRL 127, 240603 and PRE 104,
 * 064106 (2021)); `quick` is the same in a size that takes seconds and shows no physics, only that everything runs.
 */
import type { StudyInput } from './config.ts';

export const PRESET_NAMES = ['ising', 'antiferromagnet', 'dimers', 'chipping'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** One hidden layer and one size of batch: on a software adapter most of a small run is compiling kernels, each of them once per size. */
const QUICK = {
  steps: 40,
  refine: 20,
  batch: 32,
  chains: 32,
  heldOut: 32,
  validation: 32,
  validateEvery: 10,
  evaluations: 2,
  evaluationBatch: 32,
  hidden: [32],
};
const T_C = 2.269185;
/** The plaquette filter P1 on a block of 2 x 2 sites, their right and down bonds side by side. */
const PLAQUETTE = [
  [1, 1, -1, 1],
  [1, -1, -1, -1],
];

const FULL: Record<PresetName, StudyInput> = {
  ising: {
    name: 'ising',
    train: { model: 'ising', size: 64, block: 4, shell: 2 },
    grid: { temperature: [1.5, 1.8, 2, 2.1, 2.2, T_C, 2.35, 2.5, 2.7, 3, 3.5, 4], buffer: { from: 0, to: 8, step: 1 } },
    runs: 20,
    // The filter of T_c and the mean of the block measure the same operator, of dimension 1/8.
    correlators: [
      { temperature: T_C, size: 128, buffer: 4, factor: 'ising', chains: 256 },
      { temperature: T_C, size: 128, pattern: 'uniform', factor: 'ising', chains: 256 },
    ],
  },
  antiferromagnet: {
    name: 'antiferromagnet',
    train: { model: 'ising', coupling: -1, size: 64, block: 5, shell: 2 },
    grid: { temperature: [1.5, 1.8, 2, 2.1, 2.2, T_C, 2.35, 2.5, 2.7, 3, 3.5, 4], buffer: { from: 0, to: 8, step: 1 } },
    runs: 20,
  },
  dimers: {
    // Published with two pixels per site: 64 x 64 pixels, a block of 8 and a shell of 4 of them.
    name: 'dimers',
    train: { model: 'dimers', size: 32, block: 4, shell: 2 },
    grid: { temperature: [0.3, 0.5, 0.6, 0.65, 0.7, 0.8, 1, 1.5, 2.2, 3.7, 15, 'inf'], buffer: [1, 2, 3, 4], components: [1, 2, 3] },
    runs: 100,
    // Published on 128 x 128 pixels with a block of 4 of them.
    correlators: [{ temperature: 'inf', size: 64, pattern: PLAQUETTE, factor: 'winding', chains: 1024, measurements: 64, window: { from: 8 } }],
  },
  chipping: {
    name: 'chipping',
    train: { model: 'chipping', size: 256, density: 1, block: 8, shell: 8 },
    grid: { chippingRate: [0, 0.5, 1, 1.5, 2, 2.5, 2.8, 3, 3.2, 3.5, 4, 5, 7, 10], buffer: [8] },
    runs: 50,
  },
};

const SMALL: Record<PresetName, StudyInput> = {
  ising: {
    name: 'ising-quick',
    train: { ...QUICK, model: 'ising', size: 8, block: 4, shell: 1 },
    grid: { temperature: [1.8, 3], buffer: [0, 1] },
    runs: 2,
    correlators: [{ temperature: T_C, size: 16, pattern: 'uniform', factor: 'ising', chains: 64, measurements: 4, window: { from: 4 } }],
  },
  antiferromagnet: {
    name: 'antiferromagnet-quick',
    train: { ...QUICK, model: 'ising', coupling: -1, size: 8, block: 4, shell: 1 },
    grid: { temperature: [1.8, 3], buffer: [0, 1] },
    runs: 2,
  },
  dimers: {
    name: 'dimers-quick',
    train: { ...QUICK, model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [0.5, 'inf'], buffer: [0, 1], components: [2] },
    runs: 2,
  },
  chipping: {
    name: 'chipping-quick',
    train: { ...QUICK, model: 'chipping', size: 16, block: 4, shell: 2 },
    grid: { chippingRate: [1, 4], buffer: [0, 1] },
    runs: 2,
  },
};

/** The config of a preset, in its full or its quick size. */
export function preset(name: PresetName, quick = false): StudyInput {
  return quick ? SMALL[name] : FULL[name];
}

export function isPreset(name: string): name is PresetName {
  return (PRESET_NAMES as readonly string[]).includes(name);
}
