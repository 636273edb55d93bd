/**
 * Speed of a training step beside other programs that make the same step (bench/peers), in the Ising and the dimer
 * configuration of the published work. Every row is validated before it is timed: one replica must reach a known
 * objective, an ensemble's first replica must give the same bits as when it is alone, and peers must learn. Rows and
 * peers take turns, so that all meet the same moods of the machine; a ratio is the median of the ratios of neighbours.
 * Prints one JSON object; `--out FILE` keeps it. `--replicas 1,64`, `--only dimer`; `--scaling` adds the cost against R, K and |E|.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../native/node/adapters.ts';
import type { Device } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import { Mill } from './mill.ts';
import { median, spread } from './numbers.ts';
import { type Peer, startPeers } from './peers.ts';
import { bytesOf } from './row.ts';
import { multiplications } from './rows/floors.ts';
import { CASES, type Case, firstSteps, flopsOf, makeStep, SPARSE, type Step } from './step.ts';
import { trainingScaling } from './training_scaling.ts';

const ROUNDS = 5;
const SECONDS = 0.5;
/** Steps whose objectives must not depend on the number of replicas. */
const SAME = 20;

/** @throws Error when the objective is not what is known, or depends on the number of replicas. */
async function validate(theCase: Case, step: Step, alone: readonly number[] | undefined): Promise<number[]> {
  const { steps, least, most } = theCase.known;
  const objectives = await firstSteps(step, alone ? SAME : steps);
  if (alone) {
    const first = alone.slice(0, SAME);
    if (objectives.join() !== first.join()) throw new Error(`${theCase.name}: replica 0 of ${step.ensemble.replicas} is not the bits of one alone`);
    return [...alone];
  }
  const end = objectives.slice(-100).reduce((sum, x) => sum + x / 100, 0);
  if (!(end > least && end < most)) throw new Error(`${theCase.name}: expected an objective of ${least} to ${most} nats after ${steps} steps, got ${end}`);
  return objectives;
}

async function timeRow(device: Device, theCase: Case, step: Step, replicas: number, peers: readonly Peer[], floor: Mill, floorFlops: number) {
  const sweep = new Plan(device, 'sweep');
  step.ensemble.chains.recordSweep(sweep, [step.ensemble.layout.groups('training', 0)]);
  await sweep.compile();
  const [alone, withSweep] = [new Mill(step.alone, SECONDS), new Mill(step.withSweep, SECONDS)];
  await alone.warm();
  await withSweep.warm();
  const rates: number[] = [];
  const sampling: number[] = [];
  const floors: number[] = [];
  const peerRates = peers.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    rates.push((await alone.turn()) * replicas);
    floors.push(((await floor.turn()) * floorFlops) / 1e9);
    for (const [i, peer] of peers.entries()) peerRates[i].push(await peer.turn(SECONDS));
    sampling.push((await withSweep.turn()) * replicas);
  }
  const flops = flopsOf(theCase.sizes);
  const bytes = bytesOf(step.alone, SPARSE) / replicas;
  const gflops = (median(rates) * flops) / 1e9;
  return {
    configuration: theCase.name,
    replicas,
    replica_steps_per_second: spread(rates),
    replica_steps_per_second_with_one_sweep_of_128_chains: spread(sampling),
    dispatches: step.alone.dispatches.length,
    mflop_per_step: flops / 1e6,
    kilobytes_per_step: bytes / 1e3,
    gflops,
    fraction_of_floor: gflops / median(floors),
    peers: peers.map(({ name }, i) => ({
      name,
      replica_steps_per_second: spread(peerRates[i]),
      ratio: median(rates.map((rate, round) => rate / peerRates[i][round])),
    })),
  };
}

async function timeCase(device: Device, theCase: Case, replicaList: readonly number[], folder: string, floor: Mill, floorFlops: number) {
  const rows = [];
  const missing: Record<string, string> = {};
  let plan: string[] = [];
  let objectives: number[] | undefined;
  for (const replicas of replicaList) {
    const step = await makeStep(device, theCase, replicas);
    const started = await startPeers(folder, theCase.sizes, replicas);
    Object.assign(missing, started.missing);
    try {
      objectives = await validate(theCase, step, replicas === 1 ? undefined : objectives);
      rows.push(await timeRow(device, theCase, step, replicas, started.peers, floor, floorFlops));
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
      if (replicas === replicaList[0] && device.timestamps) {
        await step.withSweep.profile(20);
        plan = String(step.withSweep).split('\n');
      }
    } finally {
      for (const peer of started.peers) peer.close();
      step.ensemble.dispose();
    }
  }
  return { name: theCase.name, ...theCase.sizes, validated: theCase.known, rows, missing, plan };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      adapter: { type: 'string' },
      replicas: { type: 'string', default: '1,16,64' },
      only: { type: 'string', default: '' },
      scaling: { type: 'boolean' },
    },
  });
  // One replica comes first: the others are held against it.
  const replicaList = [...new Set([1, ...values.replicas.split(',').map(Number)])];
  const device = await openDevice({ adapter: values.adapter });
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-peers-'));
  const scope = device.scope('bench');
  try {
    const { plan, flops } = await multiplications(device, scope);
    const floor = new Mill(plan, SECONDS / 5);
    await floor.warm();
    const cases = [];
    for (const theCase of CASES.filter(({ name }) => name.includes(values.only))) {
      cases.push(await timeCase(device, theCase, replicaList, folder, floor, flops));
    }
    const result = {
      adapter: device.adapter,
      cores: cpus().length,
      processor: cpus()[0]?.model,
      floor_gflops: ((await floor.turn()) * flops) / 1e9,
      cases,
      ...(values.scaling ? { scaling: await trainingScaling(device) } : {}),
    };
    const text = `${JSON.stringify(result, null, 2)}\n`;
    process.stdout.write(text);
    if (values.out) writeFileSync(values.out, text);
  } finally {
    scope.dispose();
    rmSync(folder, { recursive: true, force: true });
    device.close();
  }
}

await main();
