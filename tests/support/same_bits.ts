/**
 * Samplers and short trainings, each with a hash of the bits of its results: two implementations of WebGPU, or two devices with
 * other limits, must give the same ones.
 */
import type { Scope } from '../../src/gpu/scope.ts';
import type { Chains } from '../../src/sample/chains.ts';
import type { TrainInput } from '../../src/train/config/config.ts';

/** A run and its hash. */
export interface Run {
  name: string;
  bits: () => Promise<string>;
}

type Names = 'IsingChains' | 'IsingLattice' | 'ClusterChains' | 'TemperedChains' | 'DimerChains' | 'ChippingChains' | 'train';
/** What is used of the library. */
export type Library = Pick<typeof import('../../src/index.ts'), Names>;
type Device = import('../../src/gpu/device.ts').Device;

function hash(array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): string {
  let h = 0x811c9dc5;
  for (const word of new Uint32Array(array.buffer, array.byteOffset, array.byteLength / 4)) {
    h = Math.imul(h ^ word, 0x01000193);
    h = (h << 13) | (h >>> 19);
  }
  return (h >>> 0).toString(16).padStart(8, '0');
}

/** All numbers in an object, in its order. */
const numbersIn = (x: unknown): number[] => (typeof x === 'number' ? [x] : x && typeof x === 'object' ? Object.values(x).flatMap(numbersIn) : []);

const T_C = 2.269185;
const fill = (count: number, value: number) => new Array<number>(count).fill(value);

/** Four measurements of each sampler: the state after them, and the observables. */
export function samplerRuns(b: Library, device: Device): Run[] {
  const run = (name: string, make: (scope: Scope) => Chains): Run => ({
    name: `sample ${name}`,
    bits: async () => {
      const scope = device.scope(name);
      try {
        const chains = make(scope);
        // In float32: cosines and logarithms of JavaScript engines differ in the last bit of a double.
        const series = await chains.measure({ first: 0, groups: chains.groups }, 5, 4, async () => {});
        const measured = Object.entries(series).map(([key, { values }]) => `${key}:${hash(Float32Array.from(values.flatMap((row) => [...row])))}`);
        return [hash(await chains.state.read()), ...measured].join(' ');
      } finally {
        scope.dispose();
      }
    },
  });
  const ising = (size: number, more: object = {}) => ({ size, coupling: 1, temperatures: [2, T_C, 3], seed: 1, ...more });
  const spins = (name: string, size: number, more?: object) => run(`ising ${name}`, (s) => new b.IsingChains(s, ising(size, more)));
  return [
    ...[4, 6, 10, 34, 64].flatMap((size) => [true, false].map((tile) => spins(`${size} tile ${tile}`, size, { tile }))),
    spins('96 antiferromagnet', 96, { coupling: -1 }),
    spins('16 infinite T', 16, { temperatures: fill(2, Number.POSITIVE_INFINITY) }),
    spins('16 philox', 16, { generator: 'philox', tile: false }),
    spins('16 heat bath', 16, { dynamics: 'heatbath' }),
    ...[64, 192].map((size) => run(`lattice ${size}`, (s) => new b.IsingLattice(s, { size, coupling: 1, temperatures: fill(3, T_C), seed: 1 }))),
    ...[6, 34, 64, 100].map((size) => run(`cluster ${size}`, (s) => new b.ClusterChains(s, new b.IsingChains(s, ising(size))))),
    run('tempered 16', (s) => new b.TemperedChains(s, new b.IsingChains(s, ising(16, { temperatures: [2, 2.2, 2.4, 2.6] })))),
    ...(
      [
        [4, 1, true],
        [6, 1, false],
        [16, 0.5, true],
        [16, Number.POSITIVE_INFINITY, false],
      ] as const
    ).map(([size, t, flips]) => run(`dimers ${size} T ${t} flips ${flips}`, (s) => new b.DimerChains(s, { size, temperatures: fill(2, t), seed: 1, flips }))),
    run('chipping', (s) => new b.ChippingChains(s, { size: 65, density: 1, rates: [1, 3], seed: 1 })),
  ];
}

const SHORT = { size: 8, block: 2, buffer: 1, shell: 1, temperature: [T_C, 2.5], replicas: 2, steps: 40, refine: 10, evaluations: 2 };

const short = (input: TrainInput) => ({ ...SHORT, ...input }) as TrainInput;

/** Settings of trainings of a few steps with every bound and critic, by name. */
export const TRAININGS: Readonly<Record<string, TrainInput>> = {
  default: short({}),
  ...Object.fromEntries((['infonce', 'nwj', 'dv', 'js', 'smile', 'alpha'] as const).map((bound) => [bound, short({ bound })])),
  concatenated: short({ bound: 'infonce', critic: 'concatenated' }),
  bilinear: short({ bound: 'infonce', critic: 'bilinear' }),
  tanh: short({ bound: 'infonce', variable: 'tanh' }),
  dropout: short({ bound: 'infonce', dropout: 0.2, activation: 'swish' }),
  dimers: short({ model: 'dimers', temperature: 1, components: 2, states: 3 }),
  chipping: short({ model: 'chipping', size: 64, chippingRate: 1, temperature: undefined, block: 4, buffer: 2, shell: 4 } as TrainInput),
};

/** All numbers of their summaries. */
export function trainingRuns(b: Library, device: Device): Run[] {
  return Object.entries(TRAININGS).map(([name, input]) => ({
    name: `train ${name}`,
    bits: async () => {
      const { summary } = await b.train(device, input);
      // In float32, as above.
      const all = hash(Float32Array.from(numbersIn(summary.points)));
      return `${summary.points.map(({ information }) => information.mean.toFixed(7)).join(' ')} all:${all}`;
    },
  }));
}
