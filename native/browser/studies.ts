/** The studies that the page offers: small enough for seconds on a GPU and a minute or two on a processor. */
import { T_C } from '../../src/model/ising/options.ts';
import type { TrainInput } from '../../src/train/config/config.ts';

/** Settings with a name, and what they show. */
export interface Study {
  id: string;
  name: string;
  about: string;
  input: TrainInput;
}

/** Small networks and few chains: most of the time of a short run on a processor is compiling kernels. */
const SMALL = { block: 2, buffer: 1, shell: 1, components: 1, replicas: 2, steps: 200, refine: 100, chains: 64, heldOut: 64, hidden: [16, 16] } as const;

/** The first one is shown at the start. */
export const STUDIES: readonly Study[] = [
  {
    id: 'ising',
    name: 'Ising: below, at and above the transition',
    about: 'Below T_c a block knows one bit of what lies beyond it, the sign of the magnetisation; above it knows next to nothing.',
    input: { ...SMALL, size: 16, temperature: [2, T_C, 3] } as TrainInput,
  },
  {
    id: 'buffers',
    name: 'Ising at the transition: wider and wider buffers',
    about: 'At T_c the information falls slowly with the distance between block and environment, and the filter turns to the rim of the block.',
    input: { ...SMALL, size: 32, block: 4, buffer: [0, 2, 4], temperature: [T_C], steps: 400 } as TrainInput,
  },
  {
    id: 'antiferromagnet',
    name: 'Antiferromagnet: the staggered filter',
    about: 'With the sign of the coupling turned, the filter is a checkerboard, and the information is the same.',
    input: { ...SMALL, size: 16, coupling: -1, temperature: [2, 3] } as TrainInput,
  },
  {
    id: 'dimers',
    name: 'Dimers: columns that melt',
    about: 'Cold dimers stand in one of four columns, two bits; hot ones keep long memories without order. H has two components here.',
    input: { ...SMALL, model: 'dimers', size: 8, components: 2, temperature: [0.5, 1], steps: 400 } as TrainInput,
  },
  {
    id: 'chipping',
    name: 'Chipping: masses on a ring',
    about: 'Masses chip off and merge on a ring. Below the rate w_c one of them takes a finite part of all mass.',
    input: { ...SMALL, model: 'chipping', size: 32, block: 8, shell: 4, chippingRate: [1, 4], steps: 400 } as TrainInput,
  },
];
