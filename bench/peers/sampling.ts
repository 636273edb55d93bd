/** The samplers against the programs in C that move the same spins and dimers, on as many threads as there are cores. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Estimate } from '../../src/core/statistics.ts';
import type { Device, Scope } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { DimerChains } from '../../src/sample/dimers.ts';
import { IsingChains } from '../../src/sample/ising.ts';
import { IsingLattice } from '../../src/sample/lattice.ts';
import { cores } from '../peers.ts';
import { Mill, TC } from '../step.ts';
import { type Absent, compile } from './catalogue.ts';
import { PeerError } from './talk.ts';
import type { Settings } from './training.ts';
import { type Player, type Spread, takeTurns } from './turns.ts';

const none = async () => {};
const same = (groups: number, value: number) => new Array<number>(groups).fill(value);

interface Contest {
  name: string;
  unit: 'flips/s' | 'pivots/s';
  program: 'ising' | 'dimers';
  /** Words of the program before the seconds, and what it prints a unit's rate as. */
  words: string[];
  make: (scope: Scope) => Chains;
  /** The same sampler where its energy per site is known. */
  known: { make: (scope: Scope) => Chains; temperature: number; energy: number; burn: number; spacing: number };
  quick?: boolean;
}

/** Kaufman's formula for 64 x 64 at T = 3, PR 76, 1232 (1949): chains forget in a few sweeps there. */
const HOT = { temperature: 3, energy: -0.8173095925, burn: 60, spacing: 3 };
const isingAt = (scope: Scope, groups: number, temperature: number) =>
  new IsingChains(scope, { size: 64, coupling: 1, temperatures: same(groups, temperature), seed: 1 });
const latticeAt = (scope: Scope, size: number, temperatures: number[]) => new IsingLattice(scope, { size, coupling: 1, temperatures, seed: 1 });

const chains = (groups: number, quick: boolean): Contest => ({
  name: `Ising 64 x 64, ${32 * groups} chains`,
  unit: 'flips/s',
  program: 'ising',
  words: ['words', String(cores()), '64'],
  make: (scope) => isingAt(scope, groups, TC),
  known: { ...HOT, make: (scope) => isingAt(scope, 2, 3) },
  quick,
});

const lattice = (size: number): Contest => ({
  name: `Ising ${size} x ${size}, one lattice`,
  unit: 'flips/s',
  program: 'ising',
  words: ['spins', String(cores()), String(size)],
  make: (scope) => latticeAt(scope, size, [TC]),
  known: { ...HOT, make: (scope) => latticeAt(scope, 64, same(64, 3)) },
});

/** @param energy of 6 x 6, by enumeration of its 90176 coverings */
const dimers = (size: number, temperature: number, energy: number, quick: boolean): Contest => ({
  name: `dimers ${size} x ${size}, T = ${temperature === Number.POSITIVE_INFINITY ? 'inf' : temperature}, 1024 chains`,
  unit: 'pivots/s',
  program: 'dimers',
  words: [String(cores()), String(size), String(Number.isFinite(temperature) ? temperature : 0)],
  make: (scope) => new DimerChains(scope, { size, temperatures: same(32, temperature), seed: 1 }),
  known: { make: (scope) => new DimerChains(scope, { size: 6, temperatures: same(4, temperature), seed: 1 }), temperature, energy, burn: 50, spacing: 2 },
  quick,
});

const CONTESTS = [
  chains(4, false),
  chains(32, true),
  lattice(1024),
  lattice(4096),
  dimers(16, Number.POSITIVE_INFINITY, -0.238466998, true),
  dimers(32, 1, -0.371966972, false),
];

const peerOf = (contest: Contest) => `C (${contest.program}.c)`;
/** Names of the kinds of peers of the samplers. */
export const SAMPLERS = [...new Set(CONTESTS.map(peerOf))];

export interface SamplingRow {
  kind: 'sampling';
  case: string;
  unit: Contest['unit'];
  peer: string;
  ours: Spread;
  theirs: Spread;
  ratio: Spread;
  rounds: number;
}

/** @throws Error when the sampler does not give the energy it must. */
async function validate(device: Device, { name, known }: Contest): Promise<void> {
  const scope = device.scope('validation');
  try {
    const moved = known.make(scope);
    const range = { first: 0, groups: moved.groups };
    await moved.advance(range, known.burn, none);
    const { mean, error } = moved.observables(await moved.measure(range, 100, known.spacing, none), known.temperature).energy as Estimate;
    if (!(Math.abs(mean - known.energy) < 5 * error))
      throw new Error(`${name}: energy ${mean} ± ${error}, exact ${known.energy}; the speed would mean nothing`);
  } finally {
    scope.dispose();
  }
}

/** Worms are as long as they are: pivots are counted by the chains. */
async function worms(moved: DimerChains, seconds: number): Promise<Player> {
  const range = { first: 0, groups: moved.groups };
  await moved.advance(range, 20, none);
  let sweeps = 4;
  const turn = async () => {
    const before = await moved.pivots();
    const start = performance.now();
    await moved.advance(range, sweeps, none);
    const taken = (performance.now() - start) / 1000;
    if (taken < seconds) sweeps *= 2;
    return ((await moved.pivots()) - before) / taken;
  };
  for (let i = 0; i < 6; i++) await turn();
  return { turn };
}

async function player(device: Device, moved: Chains, seconds: number): Promise<Player> {
  if (moved instanceof DimerChains) return worms(moved, seconds);
  const plan = new Plan(device, 'sweep');
  moved.recordSweep(plan, [{ first: 0, groups: moved.groups }]);
  const mill = new Mill(await plan.compile(), seconds);
  await mill.warm();
  const flips = moved.groups * moved.chainsPerGroup * moved.sites;
  return { turn: async () => (await mill.turn()) * flips };
}

async function peerTurn(program: string, { words }: Contest, seconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)(program, [...words, String(seconds)]);
  const { flips_per_ns, pivots_per_s } = JSON.parse(stdout) as { flips_per_ns?: number; pivots_per_s?: number };
  const rate = flips_per_ns === undefined ? pivots_per_s : 1e9 * flips_per_ns;
  if (!(rate !== undefined && rate > 0)) throw new PeerError(`${program}: expected a rate, got ${stdout}`);
  return rate;
}

/**
 * @param folder where programs are compiled to
 * @param chosen.quick a few of the rows
 * @param chosen.only part of the names of the peers that are wanted
 * @returns the peers that do not take part, and why
 */
export async function sampling(
  device: Device,
  folder: string,
  settings: Settings,
  { quick, only }: { quick: boolean; only: string },
  found: (row: SamplingRow) => void,
): Promise<Absent[]> {
  const absent = new Map<string, Absent>();
  for (const contest of CONTESTS.filter((c) => (c.quick || !quick) && peerOf(c).includes(only))) {
    const name = peerOf(contest);
    const compiled = compile(contest.program, folder);
    if (!('program' in compiled)) {
      absent.set(name, { name, ...compiled });
      continue;
    }
    await validate(device, contest);
    const scope = device.scope('sampling');
    try {
      const ours = await player(device, contest.make(scope), settings.seconds);
      const theirs = { turn: () => peerTurn(compiled.program, contest, settings.seconds) };
      const { name: row, unit, words } = contest;
      found({ kind: 'sampling', case: row, unit, peer: `${name} ${words.join(' ')}`, ...(await takeTurns(ours, theirs, settings.rounds)) });
    } finally {
      scope.dispose();
    }
  }
  return [...absent.values()];
}
