/** No dispatch of any sampler takes longer than 50 ms on a GPU that tries 20 flips of Ising spins in a nanosecond; docs/samplers.md says how long. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Ledger } from '../../src/gpu/ledger.ts';
import type { Capacity } from '../../src/gpu/memory.ts';
import { type Dispatch, Plan } from '../../src/gpu/plan.ts';
import { Scope } from '../../src/gpu/scope.ts';
import { Uniform } from '../../src/gpu/tensor.ts';
import { CapelChains } from '../../src/model/blume_capel/chains.ts';
import { ChippingChains } from '../../src/model/chipping/chains.ts';
import { clock } from '../../src/model/clock/model.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import { CubeChains } from '../../src/model/ising3d/chains.ts';
import { modelNamed } from '../../src/model/models.ts';
import { potts } from '../../src/model/potts/model.ts';
import { RotorChains } from '../../src/model/xy/chains.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';

const CARD: Capacity = {
  adapter: { name: 'card', vendor: 'none', architecture: '', driver: '', origin: 'paper', software: false },
  largestBuffer: 2 ** 33,
  budget: 2 ** 36,
  mainMemory: 2 ** 37,
  live: { buffers: 0, bytes: 0 },
};

/** Flips of Ising spins that take as long as one thread, by kernel; those of constants and uniforms where it loops. */
const WORK: Readonly<Record<string, number | ((field: (name: string) => number) => number)>> = {
  'model/ising/metropolis.sweep': (field) => (field('GENERATOR') === 1 ? 3 * 128 : 128),
  'model/ising/metropolis.redraw': 128,
  'model/ising/metropolis.sweep_tile': (field) => (field('sweeps') * 32 * field('SITES')) / 256,
  'model/ising/local_rule.sweep': 96,
  'model/ising/lattice.sweep': 128,
  // Half of a cluster update, 45 flips a site, for the sites of a segment; label and flip for eight rows of them.
  'model/ising/cluster.draw': 720,
  'model/ising/cluster.label': 5760,
  'model/ising/cluster.join': 720,
  'model/ising/cluster.flip': 5760,
  'model/ising/rows.gather': 100,
  'model/ising/rows.scatter': 100,
  'model/ising/exchange.energy': 512,
  'model/ising/exchange.decide': 512,
  'model/ising/exchange.swap': 8,
  'model/potts/heatbath.sweep': 30 * 32,
  'model/clock/heatbath.sweep': 30 * 32,
  'model/potts/cluster.draw': 50 * 32,
  'model/potts/cluster.label': 50 * 32,
  'model/potts/cluster.join': 50,
  'model/potts/cluster.paint': 50 * 32,
  'model/blume_capel/heatbath.sweep': 3 * 128,
  'model/ising3d/sweep.sweep': 2 * 128,
  'model/xy/sweep.heat': 120,
  'model/xy/sweep.mirror': 30,
  'model/xy/sweep.turn': 30,
  'model/xy/cluster.draw': 120,
  'model/xy/cluster.join': 120,
  'model/xy/cluster.flip': 120,
  'model/dimers/worm.sweep': (field) => 70 * field('steps'),
  'model/dimers/state.publish': 128,
  'model/dimers/state.adopt': 128,
  'model/dimers/state.count': (field) => field('L') ** 2 / 2,
  'model/dimers/flip.flip': 160,
  'model/chipping/sweep.sweep': (field) => 20 * field('sweeps') * 2 * (field('end') - field('begin')),
  'model/graph_dimers/worm.walk': (field) => 140 * field('calls'),
  'model/graph_dimers/worm.walk_weighted': (field) => 140 * field('calls'),
  'model/graph_dimers/state.publish': 32,
  'model/graph_spins/heatbath.sweep': (field) => 10 * 16 * field('Q'),
  'model/clock.tick': 1,
};

/** Work of a dispatch in milliseconds. */
function milliseconds({ declaration, constants, bindings, workgroups }: Dispatch): number {
  const fields: Record<string, number> = { ...constants };
  for (const bound of Object.values(bindings)) if (bound instanceof Uniform) Object.assign(fields, bound.values);
  const of = WORK[`${declaration.path}.${declaration.entry}`];
  const threads = [...workgroups, ...declaration.workgroup].reduce((a, b) => a * b);
  const each = typeof of === 'function' ? of((name) => fields[name]) : of;
  return (threads * each) / 20e6;
}

const T = 2.27;
const one = { coupling: 1, seed: 1, temperatures: [T] };
const settings = { q: 3, coupling: 1, lattice: 'square' as const, temperature: [T] };
/** As many groups as one batch of clusters labels at 64 x 64. */
const BATCH = new Array<number>(128).fill(T);
const pottsOf = (scope: Scope, size: number, algorithm: 'heatbath' | 'swendsen-wang', points = [T]) =>
  potts.chains(scope, { settings: { ...settings, size, algorithm }, points, seed: 1 });

const PATCH = ammannBeenkerPatch(2);
const WEIGHTED = { ...PATCH, weights: PATCH.edges.map((_, e) => 1 + (e % 3)) };
const pottsOn = modelNamed('graph-potts');

/** Groups of 32 chains, as many as nobody will have memory for, and one large lattice. Chains of one group record more of them as well. */
const MANY = 32768;
const SAMPLERS: readonly { name: string; groups: number; sweeps?: number; make: (scope: Scope) => Chains }[] = [
  { name: 'Ising 64², 131,072 chains, 64 sweeps', groups: 4096, sweeps: 64, make: (s) => new IsingChains(s, { size: 64, ...one }) },
  { name: 'Ising 256²', groups: MANY, make: (s) => new IsingChains(s, { size: 256, ...one }) },
  { name: 'Ising 256², Philox', groups: MANY, make: (s) => new IsingChains(s, { size: 256, ...one, generator: 'philox' }) },
  { name: 'Ising 64², heat bath', groups: MANY, make: (s) => new IsingChains(s, { size: 64, ...one, dynamics: 'heatbath' }) },
  { name: 'Ising 16384², 31 lattices', groups: 31, make: (s) => new IsingLattice(s, { size: 16384, ...one }) },
  { name: 'Swendsen-Wang 64²', groups: MANY, make: (s) => new ClusterChains(s, new IsingChains(s, { size: 64, ...one, temperatures: BATCH })) },
  {
    name: 'Swendsen-Wang and Metropolis 8192², 32 chains',
    groups: 1,
    make: (s) => new ClusterChains(s, new IsingChains(s, { size: 8192, ...one }), { local: 1 }),
  },
  {
    name: 'tempering 64², 2 × 65,536 chains',
    groups: 4096,
    make: (s) =>
      new TemperedChains(s, new IsingChains(s, { size: 64, coupling: 1, seed: 1, temperatures: Array.from({ length: 4096 }, (_, g) => 2 + (g % 2)) })),
  },
  { name: 'Potts 64²', groups: MANY, make: (s) => pottsOf(s, 64, 'heatbath') },
  { name: 'Potts 2048², 32 chains', groups: 1, make: (s) => pottsOf(s, 2048, 'heatbath') },
  { name: 'Potts 64², Swendsen-Wang', groups: MANY, make: (s) => pottsOf(s, 64, 'swendsen-wang', BATCH) },
  { name: 'Potts 1024², Swendsen-Wang, 32 chains', groups: 1, make: (s) => pottsOf(s, 1024, 'swendsen-wang') },
  { name: 'clock 64²', groups: MANY, make: (s) => clock.chains(s, { settings: { ...settings, size: 64, q: 6 }, points: [T], seed: 1 }) },
  { name: 'Blume-Capel 64²', groups: MANY, make: (s) => new CapelChains(s, { size: 64, lattice: 'square', crystalField: 0.5, field: 0, ...one }) },
  { name: 'Ising 64³', groups: MANY, make: (s) => new CubeChains(s, { extents: [64, 64, 64], field: 0, dynamics: 'metropolis', ...one }) },
  { name: 'XY 64², over-relaxation', groups: MANY, make: (s) => new RotorChains(s, { size: 64, ...one }, 'over-relaxation') },
  { name: 'XY 1024², Swendsen-Wang, 32 chains', groups: 1, make: (s) => new RotorChains(s, { size: 1024, ...one }, 'swendsen-wang') },
  { name: 'dimers 64²', groups: MANY, make: (s) => new DimerChains(s, { size: 64, temperatures: [1], seed: 1, flips: true }) },
  { name: 'chipping N = 64, 64 sweeps', groups: MANY, sweeps: 64, make: (s) => new ChippingChains(s, { size: 64, density: 1, rates: [1], seed: 1 }) },
  { name: 'chipping N = 65,535, 32 chains', groups: 1, make: (s) => new ChippingChains(s, { size: 65535, density: 1, rates: [1], seed: 1 }) },
  { name: 'dimers on the level-2 patch', groups: MANY, make: (s) => new GraphDimerChains(s, { graph: PATCH, temperatures: [1], seed: 1 }) },
  { name: 'dimers with weights on the level-2 patch', groups: MANY, make: (s) => new GraphDimerChains(s, { graph: WEIGHTED, temperatures: [1], seed: 1 }) },
  {
    name: 'Potts, q = 5, on the level-2 patch',
    groups: MANY,
    make: (s) => pottsOn.chains(s, { settings: { q: 5, coupling: 1, graph: PATCH }, points: [T], seed: 1 }),
  },
];

/** A row of the table: the longest dispatch. */
function row({ name, groups, sweeps = 1, make }: (typeof SAMPLERS)[number]): string {
  const ledger = new Ledger(CARD);
  const scope = new Scope(ledger, 'longest');
  const plan = new Plan(ledger, name);
  make(scope).recordSweep(plan, [{ first: 0, groups }], sweeps);
  const times = plan.dispatches.map(milliseconds);
  const longest = times.reduce((a, b) => Math.max(a, b));
  const { declaration } = plan.dispatches[times.indexOf(longest)];
  const chains = name.includes('chains') || name.includes('lattices') ? '' : ', 1,048,576 chains';
  return `| ${name}${chains} | \`${declaration.path}.${declaration.entry}\` | ${longest.toFixed(0)} ms | ${times.length} |`;
}

const rows = SAMPLERS.map(row);

test('no dispatch lasts longer than 50 ms', () => {
  for (const line of rows) {
    const time = Number(/\| (\d+) ms/.exec(line)?.[1]);
    assert.ok(time >= 1 && time <= 50, line);
  }
});

test('docs/samplers.md has these rows', () => {
  const text = readFileSync('docs/samplers.md', 'utf8');
  const missing = rows.filter((line) => !text.includes(line));
  assert.equal(missing, [], `expected in docs/samplers.md:\n${rows.join('\n')}`);
});

test('worms on a graph are allotted the same calls however many chains share a dispatch', () => {
  const callsOf = (groups: number) => {
    const scope = new Scope(new Ledger(CARD), 'calls');
    const plan = new Plan(scope.memory, 'calls');
    new GraphDimerChains(scope, { graph: PATCH, temperatures: [1], seed: 1 }).recordSweep(plan, [{ first: 0, groups }], 2);
    return plan.dispatches.map(({ bindings }) => (bindings.moving as Uniform<'calls' | 'sweeps' | 'ends'>).values);
  };
  const sum = (name: 'calls' | 'sweeps' | 'ends', groups: number) => callsOf(groups).reduce((all, values) => all + values[name], 0);
  for (const groups of [300, MANY]) assert.equal([sum('calls', groups), sum('sweeps', groups), sum('ends', groups)], [sum('calls', 1), 2, 1]);
  assert.ok(callsOf(MANY).length > callsOf(1).length);
});

test('negative control: a plan of one dispatch for everything is too long', () => {
  const scope = new Scope(new Ledger(CARD), 'longest');
  const plan = new Plan(scope.memory, 'whole');
  new IsingChains(scope, { size: 64, ...one }).recordSweep(plan, [{ first: 0, groups: 1 }], 1);
  const [whole] = plan.dispatches;
  assert.ok(milliseconds({ ...whole, workgroups: [whole.workgroups[0] * 8192, 1, 1] }) > 50);
});

test.run();
