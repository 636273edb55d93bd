import * as z from 'zod';
import { oneOrMany, whole } from '../../core/settings.ts';
import { numberedSpace } from '../../space/space.ts';
import { defineModel } from '../model.ts';
import { TissueChains } from './chains.ts';
import { GrowingTissues } from './growing.ts';
import { HEXAGON } from './honeycomb.ts';
import { TISSUE_WORDS } from './observables.ts';
import { CELL_VALUES, checkTissue, DIVIDE_ABOVE, EXTRUDE_BELOW, GROWTH_PROFILES, PROFILES, type TissueSettings } from './options.ts';
import { cellGraph, startMesh, TILINGS, USUAL_EXCHANGE } from './start.ts';

const settings = {
  cells: whole(12, 100_000).default(64).describe('cells in the periodic box, which has their area'),
  shape: oneOrMany(z.number()).default([3.6]).describe('preferred shape index P0, the perimeter of a cell of area 1; 3.6 unless given'),
  tiling: z.enum(TILINGS).default('honeycomb').describe('cells at the start: honeycomb, voronoi cells of random points at rest, or the same annealed'),
  tilingSeed: whole(0, Number.MAX_SAFE_INTEGER).default(1).describe('which of the disordered tilings'),
  chirality: z.number().default(0).describe('odd tension chi: the tension of an edge also pulls transversely'),
  torque: z.number().default(0).describe('torque of a cell about its middle'),
  drive: z.number().default(0).describe('drive of a cell along its boundary, counter-clockwise'),
  profile: z.enum(PROFILES).default('uniform').describe('torque and drive of a cell: uniform, or a wave along x'),
  areaContrast: z.number().default(0).describe('preferred areas 1 + a cos(2 pi x / L) along x instead of 1; default 0'),
  perimeterStiffness: z.number().default(1).describe('stiffness K_P of perimeters; that of areas is 1'),
  noise: z.number().default(1e-4).describe('amplitude D: displacements of variance 2 D t in each direction'),
  timeStep: z.number().default(0.02).describe('step of time; a sweep is 50 steps'),
  transitions: z.number().default(0).describe('edges shorter than this are exchanged (T1) after each sweep; 0: none, as in a training'),
  smoothing: z.number().default(0).describe('length e: an edge counts as sqrt(d^2 + e^2); 0: exact lengths'),
  cellValue: z.enum(CELL_VALUES).default('area').describe('what is read of a cell: area, shape P/sqrt(A), or tension K_P (P - P0)'),
  growth: z
    .number()
    .default(0)
    .describe('rate g at which preferred areas grow, dA0/dt = g A0, per unit of time; sample follows cells that divide and are extruded; 0: none'),
  growthProfile: z
    .enum(GROWTH_PROFILES)
    .default('uniform')
    .describe('where cells grow: uniform, the box grows with them; or wave, g cos(2 pi x / L) in a box that stays'),
  divideAbove: z.number().default(DIVIDE_ABOVE).describe('preferred area above which a growing cell divides'),
  extrudeBelow: z.number().default(EXTRUDE_BELOW).describe('area below which a cell is extruded where cells grow'),
};

/** Perimeters at which annealed disordered tissues of 64 cells lose their rigidity, and honeycombs. */
const RIGIDITY = {
  disordered: { value: 3.81, label: 'P0_c', source: 'annealed disordered tissues; Bi et al., Nat. Phys. 11, 1074 (2015)' },
  honeycomb: { value: HEXAGON, label: 'P0_c', source: 'the perimeter of a regular hexagon of area 1, 2 sqrt(2 sqrt 3)' },
} as const;

/**
 * A vertex model of a confluent tissue with chiral forces on a periodic box: E = Σ 1/2 (A - 1)² + K_P/2 (P - P0)², friction 1. The energy is that of Farhadifar et
 * al., Curr. Biol. 17, 2095 (2007); the chiral forces are our choice, after the abstract of arXiv:2506.12276.
 */
export const tissue = defineModel({
  name: 'tissue',
  settings,
  symbols: { shape: 'P0', cells: 'N', noise: 'D', perimeterStiffness: 'K' },
  axes: ['cells', 'chirality', 'torque', 'drive', 'noise'],
  control: { key: 'shape', axis: 'rate', noun: 'preferred shape index', symbol: 'P0', unit: '', infinite: false, usual: [3.6] },
  support: 'sites',
  moves: ['euler'],
  layouts: ['chains'],
  sampled: { points: [3.6], further: { transitions: USUAL_EXCHANGE.below } },
  check: (given, points) => checkTissue(given, points),
  space: ({ cells }) => numberedSpace(cells),
  graph: (given) => cellGraph(startMesh(given), `${given.tiling} of ${given.cells} cells`),
  alphabet: () => ({ kind: 'reals' }),
  encoding: () => ({ kind: 'reals' }),
  chains: (scope, { settings: given, points, seed, start }) => new TissueChains(scope, { settings: given, points, seed, start }),
  course: {
    asked: ({ growth }) => growth > 0,
    make: (request) => new GrowingTissues(request),
  },
  watched: {
    energy: { label: 'energy', of: (s) => s.energy.values },
    area_variance: { label: 'variance of areas', of: (s) => s.area_variance.values },
  },
  words: TISSUE_WORDS,
  precise: { observable: 'energy', unit: 'per cell' },
  transition: ({ tiling }) => RIGIDITY[tiling === 'honeycomb' ? 'honeycomb' : 'disordered'],
  title: ({ chirality, torque, drive }) => `${chirality !== 0 || torque !== 0 || drive !== 0 ? 'chiral ' : ''}vertex model of a tissue`,
  parameters: ({ shape: _, ...given }: TissueSettings & { shape?: unknown }) => given,
  examples: { train: { cells: 36, shape: 3.6, centre: 14, buffer: 0, shell: 1 }, sample: { cells: 64, shape: 3.6, chirality: 0.2, noise: 1e-4 } },
});
