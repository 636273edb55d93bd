/** Models of the laboratory: what the page needs to know of each beside what a scene computes. */
import { CRITICAL_TEMPERATURE, T_C } from '../model/ising/options.ts';

/** How a value is drawn: a spin, a spin relative to the checkerboard, a bar on a bond, a column of masses. */
export type View = 'spins' | 'staggered' | 'bonds' | 'columns';

/** A model on the page. */
export interface LabModel {
  /** In links. */
  id: string;
  title: string;
  view: View;
  /** Sides of its lattice. */
  sizes: readonly number[];
  /** Sides of the block that a page offers; each divides some of the sizes. */
  blocks: readonly number[];
  /** The control parameter: symbol, unit and range of its slider. */
  symbol: 'T' | 'w';
  noun: string;
  unit: string;
  least: number;
  most: number;
  step: number;
  usual: number;
  /** Well below the transition. */
  cold: number;
  /** Lattice and window without other settings: small enough to be alive and to learn within seconds. In sites. */
  usually: Readonly<{ size: number; block: number; buffer: number; shell: number }>;
  /** Values of one site. */
  values: 1 | 2;
  /** The transition. */
  mark: { value: number; label: string };
  /** Below the transition a filter knows everything about a bit that the whole lattice shares. */
  limit?: { value: number; label: string };
  /** Settings of a training on it, and the one that lists values of its control parameter. */
  settings: Readonly<{ model: string; coupling?: number }>;
  control: 'temperature' | 'chippingRate';
  /** Sign of the coupling, for systems with exact values. */
  coupling?: 1 | -1;
}

/** Small enough for exact sums: the curve meets the best H of all. */
const SMALLEST = { size: 8, block: 2, buffer: 1, shell: 1 } as const;

const SPINS = {
  usually: SMALLEST,
  sizes: [8, 12, 16, 32, 64, 128],
  blocks: [2, 3, 4, 8],
  control: 'temperature',
  symbol: 'T',
  noun: 'temperature',
  unit: 'J / k_B',
  least: 1,
  most: 4,
  step: 0.001,
  usual: T_C,
  cold: 1.8,
  values: 1,
  mark: { value: CRITICAL_TEMPERATURE, label: 'T_c' },
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
    symbol: 'T',
    noun: 'temperature',
    unit: '|v| / k_B',
    least: 0.3,
    most: 3,
    step: 0.01,
    usual: 1,
    cold: 0.45,
    values: 2,
    mark: { value: 0.65, label: 'T_BKT' },
    settings: { model: 'dimers' },
    control: 'temperature',
  },
  {
    id: 'chipping',
    title: 'Chipping and aggregation',
    view: 'columns',
    // A window of one or two masses knows next to nothing.
    usually: { size: 32, block: 8, buffer: 2, shell: 8 },
    sizes: [32, 64, 128, 256],
    blocks: [2, 4, 8],
    symbol: 'w',
    noun: 'chipping rate',
    unit: '',
    least: 0.1,
    most: 10,
    step: 0.1,
    usual: 1,
    cold: 0.5,
    values: 1,
    mark: { value: 3, label: 'w_c' },
    settings: { model: 'chipping' },
    control: 'chippingRate',
  },
];

/** The model of an id, or undefined. */
export function labModel(id: string): LabModel | undefined {
  return LAB_MODELS.find((model) => model.id === id);
}
