/** What tests/unit/how_to_add.test.ts adds to a copy of the sources, following ARCHITECTURE.md. */

/** A change of files: new ones with their text, and lists in which something is put. */
export interface Addition {
  /** Bullets of "How to add" whose paths are all that it may touch. */
  readonly bullets: readonly string[];
  /** What stands for placeholders in these paths. */
  readonly names: Readonly<Record<string, string>>;
  /** Texts of new files, made from those of existing ones where they begin as copies. */
  readonly files: Readonly<Record<string, string | { readonly from: string; readonly words: readonly (readonly [string, string])[] }>>;
  /** By file: an import where there is one, and text put in front of what stands there. */
  readonly lists: Readonly<Record<string, { readonly imports?: string; readonly puts: readonly { readonly before: string; readonly text: string }[] }>>;
  /** Files at most. */
  readonly most: number;
}

const MODEL = `import * as z from 'zod';
import { latticeSpace } from '../../space/space.ts';
import { LocalChains } from '../local_chains.ts';
import { defineModel } from '../model.ts';
import { side, temperatures } from '../settings.ts';

/** Spins that stay where they are. */
export const dummy = defineModel({
  name: 'dummy',
  settings: { size: side, temperature: temperatures.default([2]), pull: z.number().default(0).describe('how hard nothing is pulled') },
  axes: ['pull'],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [2] },
  support: 'sites',
  moves: ['standstill'],
  layouts: ['chains'],
  sampled: { size: 8, points: [2] },
  check() {},
  space: ({ size }) => latticeSpace([size, size]),
  alphabet: () => ({ kind: 'binary', values: [-1, 1] }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, { settings: { size }, points, seed }) =>
    new LocalChains(scope, {
      model: 'dummy',
      space: latticeSpace([size, size]),
      values: [-1, 1],
      points,
      seed,
      relaxation: () => 1,
      sweep() {},
      observe: (spins) => ({ first: spins[0] }),
    }),
  watched: { first: { label: 'first spin', of: (s) => s.first.values } },
  transition: () => undefined,
  title: () => 'model that stands still',
  parameters: ({ pull }) => ({ pull }),
});
`;

const OBSERVABLE = `import { type ChainEstimate, chainEstimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';

/** The mean square of the energy per site, J². */
export function dummySquare({ energy }: Readonly<Record<string, Series>>): ChainEstimate {
  return chainEstimate(
    energy.values.map((chain) => chain.map((e) => e * e)),
    energy.spacing,
  );
}
`;

const renamed = (from: string, words: readonly (readonly [string, string])[]) => ({ from, words });

/** One of each kind. */
export const ADDITIONS: Readonly<Record<string, Addition>> = {
  model: {
    bullets: ['A model'],
    names: { name: 'dummy' },
    files: { 'src/model/dummy/model.ts': MODEL },
    lists: {
      'src/model/models.ts': {
        imports: "import { dummy } from './dummy/model.ts';",
        puts: [{ before: ', tissue] as const;', text: ', dummy' }],
      },
    },
    most: 2,
  },
  observable: {
    bullets: ['An observable'],
    names: { model: 'ising', name: 'dummy_square' },
    files: { 'src/model/ising/dummy_square.ts': OBSERVABLE },
    lists: {
      'src/model/ising/observables.ts': {
        imports: "import { dummySquare } from './dummy_square.ts';",
        puts: [{ before: '    energy: chainEstimate(', text: '    dummy_square: dummySquare(series),\n' }],
      },
    },
    most: 2,
  },
  bound: {
    bullets: ['A bound'],
    names: { name: 'dummy' },
    files: {
      'shaders/bound/dummy.wgsl': renamed('shaders/bound/alpha.wgsl', [['bound/alpha', 'bound/dummy']]),
      'src/bound/dummy.ts': renamed('src/bound/alpha.ts', [['alpha', 'dummy']]),
    },
    lists: {
      'src/bound/bounds.ts': {
        imports: "import { dummyBound } from './dummy.ts';",
        puts: [{ before: '} as const satisfies', text: '  dummy: dummyBound,\n' }],
      },
    },
    most: 3,
  },
  critic: {
    bullets: ['A critic'],
    names: { name: 'dummy' },
    files: { 'src/critic/dummy.ts': renamed('src/critic/bilinear.ts', [['bilinear', 'dummy']]) },
    lists: {
      'src/critic/critics.ts': { imports: "import { dummy } from './dummy.ts';", puts: [{ before: 'classifier } as const', text: 'dummy, ' }] },
    },
    most: 2,
  },
  'coarse variable': {
    bullets: ['A coarse variable'],
    names: { name: 'dummy' },
    files: { 'src/coarse/dummy.ts': renamed('src/coarse/tanh.ts', [['const tanh', 'const dummy']]) },
    lists: {
      'src/coarse/variables.ts': {
        imports: "import { dummy } from './dummy.ts';",
        puts: [{ before: '} as const satisfies', text: '  dummy: { settings: {}, continuous: (tape, a) => tape.apply(dummy, { a }).h },\n' }],
      },
    },
    most: 2,
  },
  quantity: {
    bullets: ['A quantity of studies'],
    names: {},
    files: {},
    lists: {
      'src/study/cells/arrays.ts': {
        puts: [
          { before: "  done: { type: 'uint8'", text: "  dummy_error: { ...NATS, long_name: 'twice the error' },\n" },
          { before: '    done: Uint8Array.of(1)', text: '    dummy_error: ofRuns(({ error }) => 2 * error),\n' },
        ],
      },
    },
    most: 1,
  },
};
