/** Models of the laboratory: what the page needs to know of each beside what a scene computes. */
import { CRITICAL_TEMPERATURE, T_C } from '../model/ising/options.ts';

/** How a value is drawn: a spin, a spin relative to the checkerboard, a bar on a bond, a column of masses, a bar on an edge of a tiling. */
export type View = 'spins' | 'staggered' | 'bonds' | 'columns' | 'tiling';

/** What a slider changes. */
interface LabControl {
  /** The setting of a training that lists its values. */
  key: 'temperature' | 'chippingRate';
  symbol: 'T' | 'w';
  noun: string;
  unit: string;
  /** Range and step of the slider. */
  least: number;
  most: number;
  step: number;
  usual: number;
  /** Well below the transition. */
  cold: number;
  /** The transition. */
  mark: { value: number; label: string };
}

/** A model on the page. */
export interface LabModel {
  /** In links. */
  id: string;
  title: string;
  view: View;
  /** Sides of its lattice; levels of the patch of a tiling. */
  sizes: readonly number[];
  /** Sides of the block that a page offers; each divides some of the sizes. Of a tiling, levels of the region. */
  blocks: readonly number[];
  /** Absent where all configurations are equally likely. */
  control?: LabControl;
  /** Lattice and window without other settings: small enough to be alive and to learn within seconds. In sites; on a tiling levels and bonds. */
  usually: Readonly<{ size: number; block: number; buffer: number; shell: number }>;
  /** Values of one site. */
  values: 1 | 2;
  /** Below the transition a filter knows everything about a bit that the whole lattice shares. */
  limit?: { value: number; label: string };
  /** Settings of a training on it. */
  settings: Readonly<{ model: string; coupling?: number; chains?: number }>;
  /** Sign of the coupling, for systems with exact values. */
  coupling?: 1 | -1;
}

/** Small enough for exact sums: the curve meets the best H of all. */
const SMALLEST = { size: 8, block: 2, buffer: 1, shell: 1 } as const;

const SPINS = {
  usually: SMALLEST,
  sizes: [8, 12, 16, 32, 64, 128],
  blocks: [2, 3, 4, 8],
  control: {
    key: 'temperature',
    symbol: 'T',
    noun: 'temperature',
    unit: 'J / k_B',
    least: 1,
    most: 4,
    step: 0.001,
    usual: T_C,
    cold: 1.8,
    mark: { value: CRITICAL_TEMPERATURE, label: 'T_c' },
  },
  values: 1,
  limit: { value: Math.LN2, label: 'ln 2' },
} as const;

export const LAB_MODELS: readonly LabModel[] = [
  { id: 'ising', title: 'Ising ferromagnet', view: 'spins', settings: { model: 'ising' }, coupling: 1, ...SPINS },
  { id: 'antiferromagnet', title: 'Ising antiferromagnet', view: 'staggered', settings: { model: 'ising', coupling: -1 }, coupling: -1, ...SPINS },
  {
    id: 'dimers',
    title: 'Dimers',
    view: 'bonds',
    usually: SMALLEST,
    sizes: [8, 16, 32, 64],
    blocks: [2, 4, 8],
    control: {
      key: 'temperature',
      symbol: 'T',
      noun: 'temperature',
      unit: '|v| / k_B',
      least: 0.3,
      most: 3,
      step: 0.01,
      usual: 1,
      cold: 0.45,
      mark: { value: 0.65, label: 'T_BKT' },
    },
    values: 2,
    settings: { model: 'dimers' },
  },
  {
    id: 'chipping',
    title: 'Chipping and aggregation',
    view: 'columns',
    // A window of one or two masses knows next to nothing.
    usually: { size: 32, block: 8, buffer: 2, shell: 8 },
    sizes: [32, 64, 128, 256],
    blocks: [2, 4, 8],
    control: {
      key: 'chippingRate',
      symbol: 'w',
      noun: 'chipping rate',
      unit: '',
      least: 0.1,
      most: 10,
      step: 0.1,
      usual: 1,
      cold: 0.5,
      mark: { value: 3, label: 'w_c' },
    },
    values: 1,
    settings: { model: 'chipping' },
  },
  {
    id: 'quasicrystal',
    title: 'Dimers on a quasicrystal',
    view: 'tiling',
    // 66 nodes, of which the best H is known exactly.
    usually: { size: 1, block: 0, buffer: 0, shell: 1 },
    sizes: [1, 2],
    blocks: [0, 1],
    values: 1,
    // As many as a minibatch reads: worms make each of them independent in every step, and take most of its time on a software adapter.
    settings: { model: 'graph-dimers', chains: 128 },
  },
];

/** The model of an id, or undefined. */
export function labModel(id: string): LabModel | undefined {
  return LAB_MODELS.find((model) => model.id === id);
}
