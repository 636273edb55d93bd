/** Shipped studies that take seconds and show no physics, only that everything runs. */
import { T_C } from '../../../model/ising/options.ts';
import type { StudyInput } from '../schema.ts';
import type { PresetName } from './names.ts';
import { FOUND, REAL, SPOKES, SUPER_DIMERS } from './settings.ts';

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

/** By name. */
export const QUICK: Record<PresetName, StudyInput> = {
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
  peaks: {
    name: 'peaks-quick',
    train: { ...SECONDS, model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [0.5], buffer: [0], components: [1] },
    runs: 16,
    runsPerCell: 8,
  },
  circle: {
    name: 'circle-quick',
    train: { ...SECONDS, model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [15], buffer: [0], components: [1] },
    runs: 16,
    runsPerCell: 8,
  },
  fields: {
    name: 'fields-quick',
    train: { ...SECONDS, ...REAL, model: 'dimers', size: 8, block: 2, shell: 1 },
    grid: { temperature: [15], buffer: [0, 1], components: [2] },
    runs: 2,
  },
  chipping: {
    name: 'chipping-quick',
    train: { ...SECONDS, model: 'chipping', size: 16, block: 4, shell: 2 },
    grid: { chippingRate: [1, 4], buffer: [0, 1] },
    runs: 2,
  },
  ring: {
    name: 'ring-quick',
    train: { ...SECONDS, model: 'chipping', size: 16, block: 4, shell: 4 },
    grid: { chippingRate: [2, 3, 4], buffer: [2] },
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
