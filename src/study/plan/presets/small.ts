/** Shipped studies that show the published results in minutes on two cores. */
import { T_C } from '../../../model/ising/options.ts';
import type { StudyInput } from '../schema.ts';
import type { PresetName } from './names.ts';
import { AT_CRITICAL, DIMERS, FOUND, PLAQUETTE, REAL, RING, SPINS, SPOKES, SUPER_DIMERS, WORDS } from './settings.ts';

/** By name. */
export const SMALL: Record<PresetName, StudyInput> = {
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
  peaks: {
    name: 'peaks-small',
    train: { ...DIMERS, batch: 256, steps: 1500, patience: 700 },
    grid: { temperature: [0.5, 0.7], buffer: [2], components: [1] },
    runs: 500,
    runsPerCell: 50,
  },
  circle: {
    name: 'circle-small',
    train: { ...DIMERS, batch: 256, steps: 2500, patience: 1000 },
    grid: { temperature: [15], buffer: [2], components: [1] },
    runs: 500,
    runsPerCell: 50,
  },
  fields: {
    name: 'fields-small',
    train: { ...DIMERS, ...REAL, batch: 400, steps: 2500, patience: 1000 },
    grid: { temperature: [15], buffer: [1, 2, 3, 4], components: [1, 2, 3] },
    runs: 2,
    // Across narrower buffers a sum of 32 bonds with unequal weights tells more than the fields.
    figures: { buffer: 4 },
  },
  // On a smaller ring, because the time to forget a condensate grows as the square of the length.
  chipping: {
    name: 'chipping-small',
    train: { model: 'chipping', size: 64, density: 1, block: 8, shell: 20, refine: 1000, evaluations: 100 },
    grid: { chippingRate: [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 5, 10], buffer: [8] },
    runs: 5,
  },
  ring: {
    name: 'ring-small',
    train: { ...RING, relaxations: 0.6, heldOut: 256 },
    grid: { chippingRate: [0.5, 2, 2.5, 2.8, 3, 3.2, 10], buffer: [8] },
    runs: 4,
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
