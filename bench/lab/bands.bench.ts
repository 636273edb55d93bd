/**
 * `npm run bench -- bands`: a generation of band design, 64 candidates at the momenta of a search, on an adapter, and the same eigenvalues by LAPACK through
 * numpy on the cores of this machine. Writes the table of docs/design.md to stdout. `--adapter NAME`, `--candidates N`, `--turns N`, `--search TEXT` for the
 * searches whose names contain a text. Without python3 and numpy the columns of LAPACK are left out.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { openDevice } from '../../native/node/adapters.ts';
import { designConfig, designOf } from '../../src/bands/config.ts';
import { BandEngine } from '../../src/bands/engine.ts';
import { layoutOf } from '../../src/bands/layout.ts';
import type { Device } from '../../src/gpu/device.ts';
import { readWords, runProgram } from '../entry.ts';

const OPTIONS = {
  adapter: { type: 'string' },
  candidates: { type: 'string', default: '64' },
  turns: { type: 'string', default: '5' },
  search: { type: 'string', default: '' },
} as const;

/** Searches: momenta of high symmetry alone, and about thirty of a grid beside them. */
const SEARCHES = [
  ['p6mm, high symmetry alone', { group: 'p6mm', bundle: '2-3', irreps: 'G5; K3; M3+M4', grid: 0, cutoff: 16 }],
  ['p6mm, grid 17', { group: 'p6mm', bundle: '2-3', irreps: 'G5; K3; M3+M4', grid: 17, cutoff: 16 }],
  ['p2, grid 8', { group: 'p2', bundle: '2-3', irreps: '2G1; 2X2; 2Y2; 2M2', shells: 12, grid: 8, cutoff: 16 }],
  ['p6mm, grid 17, cut-off 25', { group: 'p6mm', bundle: '2-3', irreps: 'G5; K3; M3+M4', grid: 17, cutoff: 25 }],
] as const;

/** Reads sizes of matrices, candidates and turns; writes milliseconds of each turn for the eigenvalues of random symmetric matrices in double precision. */
const LAPACK = `
import json, sys, time
import numpy
sizes, candidates, turns = json.loads(sys.stdin.read())
random = numpy.random.default_rng(1)
batches = []
for n in sizes:
    if n > 0:
        a = random.standard_normal((candidates, n, n))
        batches.append(a + a.transpose(0, 2, 1))
times = []
for turn in range(turns):
    start, busy = time.perf_counter(), time.process_time()
    for batch in batches:
        numpy.linalg.eigvalsh(batch)
    times.append([1000 * (time.perf_counter() - start), 1000 * (time.process_time() - busy)])
print(json.dumps({"numpy": numpy.__version__, "times": times}))
`;

/** Milliseconds of a turn: on the clock, and of the processor, which whatever else runs on the machine changes less. */
type Turn = readonly [clock: number, processor: number];

/** Of each the least. */
const fastest = (turns: readonly Turn[]) => [0, 1].map((i) => Math.min(...turns.map((turn) => turn[i])).toPrecision(3)).join(', ');

const HEAD = ['search', 'momenta', 'blocks', 'rows of the largest', 'adapter, ms: clock, processor', 'LAPACK, one thread', 'LAPACK, all threads'];

/** Times of LAPACK, or undefined without python3 and numpy. */
function lapack(sizes: readonly number[], candidates: number, turns: number, threads?: number): { numpy: string; times: Turn[] } | undefined {
  const limit = threads === undefined ? {} : { OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  try {
    const input = JSON.stringify([sizes, candidates, turns]);
    return JSON.parse(
      execFileSync('python3', ['-c', LAPACK], { input, env: { ...process.env, ...limit }, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}

async function generation(device: Device, given: object, candidates: number, turns: number): Promise<{ times: Turn[]; sizes: number[]; momenta: number }> {
  const { search, family } = designOf(designConfig(given));
  const layout = layoutOf(search);
  const scope = device.scope('bench');
  try {
    const engine = new BandEngine(scope, layout, candidates);
    await engine.plan.compile();
    const some = Array.from(
      { length: candidates },
      (_, c) => family.profile(Array.from({ length: family.coefficients - 1 }, (__, s) => 0.5 * Math.sin(c + s))).coefficients,
    );
    await engine.gaps(some);
    const times: Turn[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const [start, busy] = [performance.now(), process.cpuUsage()];
      await engine.gaps(some);
      const { user, system } = process.cpuUsage(busy);
      times.push([performance.now() - start, (user + system) / 1000]);
    }
    const sizes = Array.from({ length: layout.sectorCount }, (_, s) => layout.sectors[8 * s]);
    return { times, sizes, momenta: layout.momentumCount };
  } finally {
    scope.dispose();
  }
}

async function main(): Promise<number> {
  const { values } = readWords('bench bands', { options: OPTIONS }, 'npm run bench -- bands --candidates 64');
  const [candidates, turns] = [Number(values.candidates), Number(values.turns)];
  const device = await openDevice({ adapter: values.adapter });
  try {
    process.stdout.write(`| ${HEAD.join(' | ')} |\n|${HEAD.map(() => '---').join('|')}|\n`);
    let version = 'not found';
    for (const [name, given] of SEARCHES.filter(([one]) => one.includes(values.search))) {
      process.stderr.write(`${name}\n`);
      const { times, sizes, momenta } = await generation(device, given, candidates, turns);
      const [one, all] = [lapack(sizes, candidates, turns, 1), lapack(sizes, candidates, turns)];
      version = one?.numpy ?? version;
      const cells = [times, one?.times, all?.times].map((turnsOf) => (turnsOf ? fastest(turnsOf) : 'n/a'));
      process.stdout.write(`| ${[name, momenta, sizes.length, Math.max(...sizes), ...cells].join(' | ')} |\n`);
    }
    process.stderr.write(`${device.adapter.name}; ${cpus().length} cores; numpy ${version}; ${candidates} candidates, the fastest of ${turns} turns\n`);
    return 0;
  } finally {
    device.close();
  }
}

await runProgram(main);
