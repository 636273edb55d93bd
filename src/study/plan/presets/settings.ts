/** Models, windows and trainings that the shipped studies share, in their full and small sizes. */
import { T_C } from '../../../model/ising/options.ts';

/** The plaquette filter P1 on a block of 2 x 2 sites, their right and down bonds side by side. */
export const PLAQUETTE = [
  [1, 1, -1, 1],
  [1, -1, -1, -1],
];

/**
 * Lattices and blocks are those of the papers, shells are not. The published shell is 10 sites wide for spins, but the
 * information does not depend on it: given the ring of spins next to the buffer, the rest of the environment is
 * independent of the block (nearest neighbours only). So a narrow shell has all the information and a smaller critic.
 */
export const SPINS = { model: 'ising', size: 64, block: 4, shell: 2 } as const;
/** Published with two pixels per site: 64 x 64 pixels, a block of 8 and a shell of 4 of them. */
export const DIMERS = { model: 'dimers', size: 32, block: 4, shell: 2 } as const;
/**
 * Free dimers stay on a plateau for hundreds of steps, longer for a smaller batch and a wider buffer, and improve
 * for thousands more. Ordered ones are done after a few hundred, so patience stops them early. The batch is the published one.
 */
export const LONG = { batch: 400, steps: 5000, patience: 2000 };

/** Real values of the filter, as continuous as the fields that they measure. */
export const REAL = { variable: 'linear' as const };

/**
 * The published ring with all of it beyond the buffer as environment. A critic of 232 masses needs a larger batch and more steps than one of 40: with 600
 * steps of 100 two runs of five learned anything. Samples far apart, because the largest mass takes 0.09 N² sweeps to forget itself.
 */
export const RING = {
  model: 'chipping',
  size: 256,
  density: 1,
  block: 8,
  shell: 116,
  batch: 256,
  hidden: [32],
  steps: 1500,
  refine: 1500,
  evaluations: 200,
  evaluationSweeps: 200,
};

/**
 * The 112 edges of the level-1 region about the eight-fold node, and the shells at 7 and at 9 bonds from it, published as buffers 3 and 5. The published
 * block is 88 of these edges, which decide the others; the published environment goes out to 24 bonds, but all its information is in the shell.
 * The patch of level 2 has the same informations as larger ones.
 */
export const SUPER_DIMERS = { model: 'graph-dimers', graph: 'ammann-beenker:2', around: { centre: 0, level: 1 }, shell: 1 } as const;
/**
 * Sampling is most of the time of a step, and a sweep makes independent samples: so as many chains as a minibatch, and one sweep between those that are
 * evaluated. On the plateau the gradient of the critic is noise, by which most rectified units die: across buffer 2 four of 64 were left, which read two
 * thirds of what the filter had. Swish has no such units. The critic is refined at the full rate.
 */
export const WORDS = {
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
export const SPOKES = { model: 'graph-dimers', around: { centre: 0, radius: 1 }, shell: 1 } as const;

/** Filters of the critical model, one after the other across a buffer of 2, and what they measure on larger lattices. */
export const FOUND = { model: 'ising', size: 32, block: 2, shell: 2 } as const;
export const AT_CRITICAL = { temperature: T_C, buffer: 2 } as const;
