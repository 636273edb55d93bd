/**
 * Studies that come with the program, each in three sizes. `full` has the published geometries and is for a GPU; `small`
 * shows the published results in minutes on two cores; `quick` takes seconds and shows no physics, only that everything runs.
 * Published: Goekmen et al., PRL 127, 240603 (2021) and PRE 104, 064106 (2021); the quasicrystal: arXiv:2301.11934.
 */
import { T_C } from '../../model/ising/options.ts';
import type { StudyInput } from './schema.ts';

/** Names of the shipped studies. */
export const PRESET_NAMES = ['ising', 'antiferromagnet', 'dimers', 'ensemble', 'chipping', 'quasicrystal', 'spokes', 'operators'] as const;
/** The name of a shipped study. */
export type PresetName = (typeof PRESET_NAMES)[number];
/** Sizes of a shipped study: full for a GPU, small in minutes, quick in seconds without physics. */
export type PresetSize = 'full' | 'small' | 'quick';

/** The plaquette filter P1 on a block of 2 x 2 sites, their right and down bonds side by side. */
const PLAQUETTE = [
  [1, 1, -1, 1],
  [1, -1, -1, -1],
];

/**
 * Lattices and blocks are those of the papers, shells are not. The published shell is 10 sites wide for spins, but the
 * information does not depend on it: given the ring of spins next to the buffer, the rest of the environment is
 * independent of the block (nearest neighbours only). So a narrow shell has all the information and a smaller critic.
 */
const SPINS = { model: 'ising', size: 64, block: 4, shell: 2 } as const;
/** Published with two pixels per site: 64 x 64 pixels, a block of 8 and a shell of 4 of them. */
const DIMERS = { model: 'dimers', size: 32, block: 4, shell: 2 } as const;
/**
 * Free dimers stay on a plateau for hundreds of steps, longer for a smaller batch and a wider buffer, and improve
 * for thousands more. Ordered ones are done after a few hundred, so patience stops them early. The batch is the published one.
 */
const LONG = { batch: 400, steps: 5000, patience: 2000 };

/**
 * The 112 edges of the level-1 region about the eight-fold node, and the shells at 7 and at 9 bonds from it, published as buffers 3 and 5. The published
 * block is 88 of these edges, which decide the others; the published environment goes out to 24 bonds, but all its information is in the shell.
 * The patch of level 2 has the same informations as larger ones.
 */
const SUPER_DIMERS = { model: 'graph-dimers', graph: 'ammann-beenker:2', around: { centre: 0, level: 1 }, shell: 1 } as const;
/**
 * Sampling is most of the time of a step, and a sweep makes independent samples: so as many chains as a minibatch, and one sweep between those that are
 * evaluated. On the plateau the gradient of the critic is noise, by which most rectified units die: across buffer 2 four of 64 were left, which read two
 * thirds of what the filter had. Swish has no such units. The critic is refined at the full rate.
 */
const WORDS = {
  batch: 256,
  steps: 3000,
  refine: 1000,
  refineLearningRate: 1,
  hidden: [64],
  activation: 'swish' as const,
  chains: 256,
  heldOut: 256,
  validation: 1024,
  validations: 4,
  evaluations: 96,
  evaluationBatch: 256,
  evaluationSweeps: 1,
};
/** The edges of the centre alone know nothing of what is beyond distance 3: the null test. */
const SPOKES = { model: 'graph-dimers', around: { centre: 0, radius: 1 }, shell: 1 } as const;

/** Filters of the critical model, one after the other across a buffer of 2, and what they measure on larger lattices. */
const FOUND = { model: 'ising', size: 32, block: 2, shell: 2 } as const;
const AT_CRITICAL = { temperature: T_C, buffer: 2 } as const;

const FULL: Record<PresetName, StudyInput> = {
  ising: {
    name: 'ising',
    train: SPINS,
    grid: { temperature: [1.5, 1.8, 2, 2.1, 2.2, T_C, 2.35, 2.5, 2.7, 3, 3.5, 4], buffer: { from: 0, to: 8, step: 1 }, components: [1, 2] },
    runs: 20,
    // The filter of T_c and the mean of the block measure the same operator, of dimension 1/8.
    correlators: [
      { temperature: T_C, size: 128, buffer: 4, components: 1, factor: 'ising', chains: 256 },
      { temperature: T_C, size: 128, pattern: 'uniform', factor: 'ising', chains: 256 },
    ],
  },
  antiferromagnet: {
    name: 'antiferromagnet',
    train: { ...SPINS, coupling: -1, block: 5 },
    grid: { temperature: [1.5, 1.8, 2, 2.1, 2.2, T_C, 2.35, 2.5, 2.7, 3, 3.5, 4], buffer: { from: 0, to: 8, step: 1 } },
    runs: 20,
  },
  dimers: {
    name: 'dimers',
    train: { ...DIMERS, ...LONG },
    grid: { temperature: [0.3, 0.5, 0.6, 0.65, 0.7, 0.8, 1, 1.5, 2.2, 3.7, 15, 'inf'], buffer: [1, 2, 3, 4], components: [1, 2, 3] },
    runs: 20,
    // Published on 128 x 128 pixels with a block of 4 of them.
    correlators: [
      { temperature: 'inf', size: 64, pattern: PLAQUETTE, factor: 'winding', direction: 'all', chains: 1024, measurements: 64, window: { from: 12 } },
    ],
  },
  // Published: 500 runs at each temperature.
  ensemble: {
    name: 'ensemble',
    train: { ...DIMERS, ...LONG },
    grid: { temperature: [0.5, 0.6, 0.67, 0.7, 0.8, 1, 1.5, 2.2, 3.7, 15], buffer: [2], components: [1, 2] },
    runs: 500,
    figures: { pca: { from: 0.7, to: 3.7 } },
  },
  // The environment is the whole ring beyond the buffer; the papers state neither it nor the block.
  chipping: {
    name: 'chipping',
    train: { model: 'chipping', size: 256, density: 1, block: 8, shell: 116, steps: 2000, refine: 2000 },
    grid: { chippingRate: [0, 0.5, 1, 1.5, 2, 2.5, 2.8, 3, 3.2, 3.5, 4, 5, 7, 10], buffer: [8] },
    runs: 50,
  },
  quasicrystal: {
    name: 'quasicrystal',
    train: {
      ...SUPER_DIMERS,
      ...WORDS,
      batch: 2048,
      steps: 6000,
      refine: 2000,
      chains: 8192,
      heldOut: 2048,
      validation: 2048,
      validations: 2,
      evaluationBatch: 1024,
    },
    grid: { buffer: [0, 1, 2, 3], components: [1, 2, 3, 4, 5] },
    runs: 20,
    nulls: ['shuffled', 'spokes'],
  },
  spokes: { name: 'spokes', train: { ...SPOKES, ...WORDS, graph: 'ammann-beenker:2' }, grid: { buffer: [1, 2], components: [1, 2, 3] }, runs: 10 },
  operators: {
    name: 'operators',
    train: { ...FOUND, size: 64 },
    grid: AT_CRITICAL,
    runs: 10,
    operators: [{ temperature: T_C, sizes: [16, 24, 32, 48, 64, 96, 128], chains: 256, measurements: 64 }],
  },
};

const SMALL: Record<PresetName, StudyInput> = {
  ising: {
    name: 'ising-small',
    train: SPINS,
    grid: { temperature: [1.5, 2, 2.15, T_C, 2.4, 2.7, 3, 4], buffer: [0, 1, 2, 4, 6, 8], components: [1, 2] },
    runs: 5,
    correlators: [{ temperature: T_C, size: 64, buffer: 4, components: 1, factor: 'ising', chains: 256, measurements: 32, window: { from: 8 } }],
  },
  antiferromagnet: {
    name: 'antiferromagnet-small',
    train: { ...SPINS, coupling: -1, block: 5 },
    grid: { temperature: [1.5, 2, T_C, 2.7, 4], buffer: [0, 2, 4] },
    runs: 5,
  },
  dimers: {
    name: 'dimers-small',
    train: { ...DIMERS, batch: 256, steps: 2500, patience: 1000 },
    grid: { temperature: [0.3, 0.5, 1, 15], buffer: [1, 2, 3], components: [1, 2, 3] },
    runs: 5,
    correlators: [
      { temperature: 'inf', size: 64, pattern: PLAQUETTE, factor: 'winding', direction: 'all', chains: 512, measurements: 48, window: { from: 8 } },
    ],
  },
  ensemble: {
    name: 'ensemble-small',
    train: { ...DIMERS, batch: 256, steps: 1500, patience: 700 },
    grid: { temperature: [0.5, 0.7, 1, 1.5, 3.7, 15], buffer: [2], components: [1, 2] },
    runs: 60,
    figures: { pca: { from: 0.7, to: 3.7 } },
  },
  // On a smaller ring, because the time to forget a condensate grows as the square of the length.
  chipping: {
    name: 'chipping-small',
    train: { model: 'chipping', size: 64, density: 1, block: 8, shell: 20, refine: 1000, evaluations: 100 },
    grid: { chippingRate: [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 5, 10], buffer: [8] },
    runs: 5,
  },
  quasicrystal: {
    name: 'quasicrystal-small',
    train: { ...SUPER_DIMERS, ...WORDS },
    grid: { buffer: [0, 2], components: [1, 2, 3, 4] },
    runs: 3,
    nulls: ['shuffled', 'spokes'],
  },
  spokes: {
    name: 'spokes-small',
    train: { ...SPOKES, ...WORDS, graph: 'ammann-beenker:1', steps: 600, refine: 300 },
    // A single bit of no use often becomes a constant.
    grid: { buffer: [1], components: [3] },
    runs: 2,
  },
  operators: {
    name: 'operators-small',
    train: { ...FOUND, steps: 800, refine: 400, evaluations: 100 },
    grid: AT_CRITICAL,
    runs: 3,
    operators: [{ temperature: T_C, chains: 128, measurements: 32 }],
  },
};

/** One hidden layer and one size of batch: on a software adapter most of a quick run is compiling kernels, once for each size. */
const SECONDS = {
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

const QUICK: Record<PresetName, StudyInput> = {
  ising: {
    name: 'ising-quick',
    train: { ...SECONDS, model: 'ising', size: 8, block: 4, shell: 1 },
    grid: { temperature: [1.8, 3], buffer: [0, 1] },
    runs: 2,
    correlators: [{ temperature: T_C, size: 16, pattern: 'uniform', factor: 'ising', chains: 64, measurements: 4, window: { from: 4 } }],
  },
  antiferromagnet: {
    name: 'antiferromagnet-quick',
    train: { ...SECONDS, model: 'ising', coupling: -1, size: 8, block: 4, shell: 1 },
    grid: { temperature: [1.8, 3], buffer: [0, 1] },
    runs: 2,
  },
  dimers: {
    name: 'dimers-quick',
    train: { ...SECONDS, model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [0.5, 'inf'], buffer: [0, 1], components: [2] },
    runs: 2,
  },
  ensemble: {
    name: 'ensemble-quick',
    train: { ...SECONDS, model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [0.5], buffer: [0], components: [2] },
    runs: 8,
  },
  chipping: {
    name: 'chipping-quick',
    train: { ...SECONDS, model: 'chipping', size: 16, block: 4, shell: 2 },
    grid: { chippingRate: [1, 4], buffer: [0, 1] },
    runs: 2,
  },
  quasicrystal: {
    name: 'quasicrystal-quick',
    train: { ...SECONDS, ...SUPER_DIMERS, graph: 'ammann-beenker:1', around: { centre: 0, level: 0 } },
    grid: { buffer: [0, 1], components: [2] },
    runs: 2,
  },
  operators: {
    name: 'operators-quick',
    train: { ...SECONDS, ...FOUND, size: 8, shell: 1 },
    grid: { temperature: T_C, buffer: 0 },
    runs: 2,
    // Without a search: a further training would take as long as the rest.
    operators: [{ temperature: T_C, sizes: [12, 16, 24], filters: ['uniform', 'energy'], chains: 64, measurements: 4 }],
  },
  spokes: { name: 'spokes-quick', train: { ...SECONDS, ...SPOKES, graph: 'ammann-beenker:1' }, grid: { buffer: [1], components: [1] }, runs: 2 },
};

/** The config of a preset in one of its sizes. */
export function preset(name: PresetName, size: PresetSize = 'full'): StudyInput {
  return { full: FULL, small: SMALL, quick: QUICK }[size][name];
}

/** Whether a name is that of a shipped study. */
export function isPreset(name: string): name is PresetName {
  return (PRESET_NAMES as readonly string[]).includes(name);
}
