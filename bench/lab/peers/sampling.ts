/** The samplers compared with programs in C for the same models, with a thread for each core. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Device } from '../../../src/gpu/device.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import type { Spread } from '../../numbers.ts';
import { SAMPLERS as ROWS, type Sampler, validateSampler } from '../../rows/samplers.ts';
import { makeSampler } from '../../rows/sampling.ts';
import { Timer } from '../../timer.ts';
import { type Absent, compile, inCFor, NATIVE } from './catalogue.ts';
import { cores } from './each.ts';
import { PeerError } from './talk.ts';
import type { Settings } from './training.ts';
import { type Contender, takeTurns } from './turns.ts';

/** A sampler and the program it is compared with. */
interface Pairing {
  /** The row of the table. */
  row: Sampler;
  program: 'ising' | 'dimers';
  /** Arguments of the program before the seconds. */
  words: string[];
  quick: boolean;
}

const pairing = (name: string, program: Pairing['program'], words: (string | number)[], quick = false): Pairing => ({
  row: ROWS.find((row) => row.name === name) as Sampler,
  program,
  words: words.map(String),
  quick,
});

const PAIRINGS = [
  pairing('Ising 64 x 64, 128 chains', 'ising', ['words', cores(), 64]),
  pairing('Ising 64 x 64, 1024 chains', 'ising', ['words', cores(), 64], true),
  pairing('Ising 1024 x 1024, one lattice', 'ising', ['spins', cores(), 1024]),
  pairing('Ising 4096 x 4096, one lattice', 'ising', ['spins', cores(), 4096]),
  // The program takes 0 for an infinite temperature.
  pairing('dimers 16 x 16, T = inf, 1024 chains', 'dimers', [cores(), 16, 0], true),
  pairing('dimers 32 x 32, T = 1, 1024 chains', 'dimers', [cores(), 32, 1]),
];

const peerOf = ({ program }: Pairing) => inCFor(program, NATIVE);
/** Names of the kinds of peers of the samplers. */
export const SAMPLERS = [...new Set(PAIRINGS.map(peerOf))];

/** A comparison of a sampler; a line of the stored file. */
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

async function ourSampler(device: Device, scope: Scope, row: Sampler, seconds: number): Promise<Contender> {
  const { run, units, counted } = await makeSampler(device, scope, row);
  const timer = new Timer(run, seconds);
  await timer.warm();
  const rate = async () => {
    // The length of worms is random, so the pivots are counted on the device.
    const before = await counted?.();
    const taken = await timer.interval();
    return (before === undefined ? timer.count * units : ((await counted?.()) as number) - before) / taken;
  };
  return { rate };
}

/** @throws PeerError when the program prints no rate */
async function peerRate(program: string, { words }: Pairing, seconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)(program, [...words, String(seconds)]);
  const { flips_per_ns, pivots_per_s } = JSON.parse(stdout) as { flips_per_ns?: number; pivots_per_s?: number };
  const rate = flips_per_ns === undefined ? pivots_per_s : 1e9 * flips_per_ns;
  if (!(rate !== undefined && rate > 0)) throw new PeerError(`${program}: expected a rate, got ${stdout}`);
  return rate;
}

/**
 * Compares the samplers with their peers.
 * @param folder for the compiled programs
 * @param chosen.quick only some of the samplers
 * @param chosen.only part of the names of the peers
 * @param chosen.march instruction sets of the programs
 * @param found takes each comparison
 * @returns the peers that do not take part, with the reason
 */
export async function sampling(
  device: Device,
  folder: string,
  settings: Settings,
  { quick, only, march }: { quick: boolean; only: string; march: readonly string[] },
  found: (row: SamplingRow) => void,
): Promise<Absent[]> {
  const absent = new Map<string, Absent>();
  for (const pairing of PAIRINGS.filter((c) => (c.quick || !quick) && peerOf(c).includes(only))) {
    const { row, words } = pairing;
    const programs: { name: string; program: string }[] = [];
    for (const set of march) {
      const name = inCFor(pairing.program, set);
      const compiled = compile(pairing.program, folder, set);
      if ('program' in compiled) programs.push({ name, ...compiled });
      else absent.set(name, { name, ...compiled });
    }
    if (programs.length === 0) continue;
    await validateSampler(device, row);
    const scope = device.scope('sampling');
    try {
      const ours = await ourSampler(device, scope, row, settings.seconds);
      for (const { name, program } of programs) {
        const theirs = { rate: () => peerRate(program, pairing, settings.seconds) };
        const peer = `${name} ${words.join(' ')}`;
        found({ kind: 'sampling', case: row.name, unit: `${row.unit}/s`, peer, ...(await takeTurns(ours, theirs, settings.rounds)) });
      }
    } finally {
      scope.dispose();
    }
  }
  return [...absent.values()];
}
