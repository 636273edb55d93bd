/**
 * `npm run bench -- tissue`: what a step of the states of many tissues costs (forces with odd tension and a nudged Euler step, floats), beside the same
 * step in C (peers/programs/tissue.c), in turns on one machine: with one replica at a time, and with 16 side by side in vectors. Writes the table of
 * docs/infer.md to stdout. `--cells 1000`, `--replicas 64` (a multiple of 16), `--seconds S` of each turn, `--adapter NAME`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '../../native/node/adapters.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Mesh } from '../../src/model/tissue/mesh.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { edgesOf } from '../../src/model/tissue/tables.ts';
import { Tissues } from '../../src/model/tissue/tissues.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';
import { readWords, runProgram } from '../entry.ts';
import { median } from '../numbers.ts';
import { compile } from './peers/catalogue.ts';

const OPTIONS = {
  adapter: { type: 'string' },
  cells: { type: 'string', default: '1000' },
  replicas: { type: 'string', default: '64' },
  seconds: { type: 'string', default: '3' },
} as const;

const PARAMETERS = { ...PLAIN, shape: 3.6, chirality: 0.2, smoothing: 0.03 };
const RATES = { dt: 0.015, nudge: 1, most: 0.02 };
const [TURNS, LANES] = [5, 16];
/** Steps of a command list, and steps after which both must have moved alike: within so much of it. */
const [STEPS, FIRST, ALIKE] = [20, 200, 1e-3];
const MEGABYTE = 2 ** 20;

/** Nanoseconds per step of a cell, on the clock and of the processor. */
interface Cost {
  readonly clock: number;
  readonly busy: number;
}

/** A way of making steps. */
interface Contender {
  readonly name: string;
  /** Of all replicas. */
  bytes: number;
  readonly costs: Cost[];
  turn(): Promise<Cost>;
}

/** Our steps; the root mean square displacement after the first of them goes with it. */
async function ours(device: Device, mesh: Mesh, replicas: number, seconds: number): Promise<{ contender: Contender; rms: number; dispose(): void }> {
  const scope = device.scope('tissue');
  const before = device.live.bytes;
  const many = <T>(one: T) => new Array<T>(replicas).fill(one);
  const tissues = new Tissues(scope, { meshes: many(mesh), parameters: many(PARAMETERS), rates: many(RATES) });
  const bytes = device.live.bytes - before;
  const plan = new Plan(scope.memory, 'tissue');
  for (let i = 0; i < STEPS; i++) tissues.recordStep(plan);
  await plan.compile();
  const run = async (repeats: number) => {
    plan.run(repeats);
    await device.idle();
  };
  await run(FIRST / STEPS);
  const moved = (await tissues.moved.read()).subarray(0, 2 * tissues.vertices);
  const rms = Math.sqrt(moved.reduce((sum, x) => sum + x * x, 0) / moved.length);
  const turn = async (): Promise<Cost> => {
    const [begin, busy] = [performance.now(), process.cpuUsage()];
    let steps = 0;
    for (; performance.now() - begin < 1000 * seconds; steps += STEPS) await run(1);
    const spent = performance.now() - begin;
    const { user, system } = process.cpuUsage(busy);
    const work = steps * replicas * tissues.cells;
    return { clock: (1e6 * spent) / work, busy: (1e3 * (user + system)) / work };
  };
  return { contender: { name: `blockspin, ${device.adapter.name}`, bytes, costs: [], turn }, rms, dispose: () => scope.dispose() };
}

/** The program in C with so many threads and replicas side by side. @throws Error where it moves vertices otherwise than we do */
function inC(
  program: string,
  mesh: Mesh,
  { threads, lanes, replicas, seconds, rms }: Record<'threads' | 'lanes' | 'replicas' | 'seconds' | 'rms', number>,
): Contender {
  const { rows, vertices, positions } = mesh;
  const input = [[rows.length - 1, positions.length / 2, vertices.length], rows, vertices, edgesOf(mesh)].map((list) => list.join(' ')).join('\n');
  const { shape, chirality, smoothing } = PARAMETERS;
  const words = [threads, lanes, replicas, seconds, shape, chirality, smoothing, RATES.dt, RATES.nudge, RATES.most].map(String);
  const contender: Contender = {
    name: `C, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${lanes === 1 ? 'one replica at a time' : `${lanes} replicas side by side`}`,
    bytes: 0,
    costs: [],
    turn: async () => {
      const out = JSON.parse(execFileSync(program, words, { input, encoding: 'utf8' })) as Record<'ns' | 'busy_ns' | 'bytes' | 'rms', number>;
      if (!(Math.abs(out.rms - rms) < ALIKE * rms)) throw new Error(`after ${FIRST} steps vertices have moved by ${out.rms} in C, by ${rms} here`);
      contender.bytes = out.bytes;
      return { clock: out.ns, busy: out.busy_ns };
    },
  };
  return contender;
}

function line({ name, bytes, costs }: Contender, cells: number, replicas: number): string {
  const of = (key: keyof Cost) => median(costs.map((cost) => cost[key]));
  const step = (ns: number) => ((ns * cells * replicas) / 1e6).toPrecision(3);
  const clocks = costs.map(({ clock }) => clock);
  const range = `${Math.min(...clocks).toPrecision(3)} to ${Math.max(...clocks).toPrecision(3)}`;
  return `| ${[name, step(of('clock')), step(of('busy')), of('clock').toPrecision(3), range, of('busy').toPrecision(3), (bytes / MEGABYTE).toFixed(1)].join(' | ')} |\n`;
}

async function main(): Promise<number> {
  const { values } = readWords('bench tissue', { options: OPTIONS }, 'npm run bench -- tissue --cells 1000 --replicas 64');
  const [cells, replicas, seconds] = [values.cells, values.replicas, values.seconds].map(Number);
  if (!(Number.isInteger(cells) && Number.isInteger(replicas) && replicas > 0 && replicas % LANES === 0 && seconds > 0)) {
    const got = `${values.cells}, ${values.replicas}, ${values.seconds}`;
    throw new BlockspinError({
      who: 'bench tissue',
      expected: `whole cells, a multiple of ${LANES} replicas, and seconds`,
      got,
      remedy: 'leave all three out',
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-tissue-'));
  try {
    const compiled = compile('tissue', folder);
    if (!('program' in compiled)) throw new BlockspinError({ who: 'bench tissue', expected: 'a C compiler', got: compiled.state, remedy: compiled.reason });
    const device = await openDevice({ adapter: values.adapter });
    const mesh = voronoi(cells, 1);
    const { contender, rms, dispose } = await ours(device, mesh, replicas, seconds);
    const ways = [
      [1, 1],
      [1, LANES],
      [Math.min(cpus().length, replicas / LANES), LANES],
    ];
    const all = [contender, ...ways.map(([threads, lanes]) => inC(compiled.program, mesh, { threads, lanes, replicas, seconds, rms }))];
    for (let turn = 0; turn < TURNS; turn++) {
      for (const one of all) one.costs.push(await one.turn());
      process.stderr.write(`turn ${turn + 1} of ${TURNS}\n`);
    }
    process.stdout.write(
      `| ${replicas} replicas of ${cells} cells | ms per step | processor | ns per cell | least to most | processor | MB |\n|---|---|---|---|---|---|---|\n`,
    );
    for (const one of all) process.stdout.write(line(one, cells, replicas));
    dispose();
    device.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

await runProgram(main);
