/** Shipped studies in the published geometries, for a GPU. */
import { T_C } from '../../../model/ising/options.ts';
import type { StudyInput } from '../schema.ts';
import type { PresetName } from './names.ts';
import { AT_CRITICAL, DIMERS, FOUND, LONG, PLAQUETTE, REAL, RING, SPINS, SPOKES, SUPER_DIMERS, WORDS } from './settings.ts';

/** By name. */
export const FULL: Record<PresetName, StudyInput> = {
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
  // The ensemble on both sides of its transition, in many cells.
  peaks: {
    name: 'peaks',
    train: { ...DIMERS, ...LONG },
    grid: { temperature: [0.5, 0.7], buffer: [2], components: [1] },
    runs: 500,
    runsPerCell: 50,
  },
  // One temperature of the ensemble in many cells: its angles are compared from cell to cell.
  circle: {
    name: 'circle',
    train: { ...DIMERS, ...LONG },
    grid: { temperature: [15], buffer: [2], components: [1] },
    runs: 500,
    runsPerCell: 50,
  },
  fields: {
    name: 'fields',
    train: { ...DIMERS, ...LONG, ...REAL },
    grid: { temperature: [15, 'inf'], buffer: [1, 2, 3, 4], components: [1, 2, 3] },
    runs: 20,
    // Across narrower buffers a sum of 32 bonds with unequal weights tells more than the fields.
    figures: { buffer: 4 },
  },
  // The environment is the whole ring beyond the buffer; the papers state neither it nor the block.
  chipping: {
    name: 'chipping',
    train: { model: 'chipping', size: 256, density: 1, block: 8, shell: 116, steps: 2000, refine: 2000 },
    grid: { chippingRate: [0, 0.5, 1, 1.5, 2, 2.5, 2.8, 3, 3.2, 3.5, 4, 5, 7, 10], buffer: [8] },
    runs: 50,
  },
  ring: {
    name: 'ring',
    train: { ...RING, relaxations: 1, heldOut: 1024 },
    grid: { chippingRate: { from: 2, to: 4, step: 0.1 }, buffer: [8] },
    runs: 20,
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
