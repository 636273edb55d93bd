/** The samplers against the programs in C that move the same spins and dimers, on as many threads as there are cores. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Device } from '../../../src/gpu/device.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import { Mill } from '../../mill.ts';
import type { Spread } from '../../numbers.ts';
import { SAMPLERS as ROWS, type Sampler, validateSampler } from '../../rows/samplers.ts';
import { makeSampler } from '../../rows/sampling.ts';
import { type Absent, compile } from './catalogue.ts';
import { cores } from './each.ts';
import { PeerError } from './talk.ts';
import type { Settings } from './training.ts';
import { type Player, takeTurns } from './turns.ts';

interface Contest {
  /** The row of the table. */
  row: Sampler;
  program: 'ising' | 'dimers';
  /** Words of the program before the seconds. */
  words: string[];
  quick: boolean;
}

const contest = (name: string, program: Contest['program'], words: (string | number)[], quick = false): Contest => ({
  row: ROWS.find((row) => row.name === name) as Sampler,
  program,
  words: words.map(String),
  quick,
});

const CONTESTS = [
  contest('Ising 64 x 64, 128 chains', 'ising', ['words', cores(), 64]),
  contest('Ising 64 x 64, 1024 chains', 'ising', ['words', cores(), 64], true),
  contest('Ising 1024 x 1024, one lattice', 'ising', ['spins', cores(), 1024]),
  contest('Ising 4096 x 4096, one lattice', 'ising', ['spins', cores(), 4096]),
  // The program takes 0 for an infinite temperature.
  contest('dimers 16 x 16, T = inf, 1024 chains', 'dimers', [cores(), 16, 0], true),
  contest('dimers 32 x 32, T = 1, 1024 chains', 'dimers', [cores(), 32, 1]),
];

const peerOf = (contest: Contest) => `C (${contest.program}.c)`;
/** Names of the kinds of peers of the samplers. */
export const SAMPLERS = [...new Set(CONTESTS.map(peerOf))];

export interface SamplingRow {
  kind: 'sampling';
  case: string;
  unit: `${Sampler['unit']}/s`;
  peer: string;
  ours: Spread;
  theirs: Spread;
  ratio: Spread;
  rounds: number;
}

async function player(device: Device, scope: Scope, row: Sampler, seconds: number): Promise<Player> {
  const { run, units, counted } = await makeSampler(device, scope, row);
  const mill = new Mill(run, seconds);
  await mill.warm();
  const turn = async () => {
    // Worms are as long as they are: pivots are counted by the chains.
    const before = await counted?.();
    const taken = await mill.window();
    return (before === undefined ? mill.count * units : ((await counted?.()) as number) - before) / taken;
  };
  return { turn };
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
    await validateSampler(device, contest.row);
    const scope = device.scope('sampling');
    try {
      const ours = await player(device, scope, contest.row, settings.seconds);
      const theirs = { turn: () => peerTurn(compiled.program, contest, settings.seconds) };
      const { row, words } = contest;
      found({
        kind: 'sampling',
        case: row.name,
        unit: `${row.unit}/s`,
        peer: `${name} ${words.join(' ')}`,
        ...(await takeTurns(ours, theirs, settings.rounds)),
      });
    } finally {
      scope.dispose();
    }
  }
  return [...absent.values()];
}
