/** Which peers there are, and how each is started on this machine, or why it is not and what to do about it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lastLines, type Start } from './talk.ts';

export const NPM = 'npm install --prefix bench/lab/peers/programs --no-package-lock';
const TORCH = 'apt-get install python3-torch, or pip install torch (with CUDA: see pytorch.org)';
const JAX = "pip install jax, or pip install 'jax[cuda13]' for CUDA";
export const GCC = 'apt-get install gcc';
/** Of programs/peer.py: the package is not there. */
const ABSENT = 3;

function find(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'bench/lab/peers/programs/train.c'))) return join(folder, 'bench/lab/peers/programs');
  }
  throw new Error(`no bench/lab/peers/programs/train.c above ${import.meta.dirname}`);
}

/** The folder of the programs. */
export const FOLDER = find();

/** A peer that does not take part: not installed, broken, or left out on purpose. */
export interface Absent {
  name: string;
  state: 'missing' | 'failed' | 'left out';
  /** What to do about it, or what happened. */
  reason: string;
}

/** A peer that can be started. */
export interface Ready {
  name: string;
  start: Start;
  /** Whether it runs several replicas at once. */
  ensembles: boolean;
}

/** What the choice of peers depends on. */
export interface Around {
  /** Where programs are compiled to. */
  folder: string;
  /** The adapter of our own step; jax-js runs on the same one. */
  adapter?: { name: string; origin: string; software: boolean };
  /** Where programs in Python run; by default in CUDA where there is CUDA. */
  device?: 'cpu' | 'cuda';
  /** Part of the names of the peers that are wanted (without device and variant), also of those that would be left out. */
  only?: string;
}

export type Compiled = { program: string } | { state: Absent['state']; reason: string };

const FLAGS = { train: '-ffast-math', ising: '-funroll-loops', dimers: '-funroll-loops' };

/** Compiles a program of this folder for this processor. */
export function compile(source: keyof typeof FLAGS, folder: string): Compiled {
  const program = join(folder, source);
  const words = ['-O3', '-march=native', FLAGS[source], join(FOLDER, `${source}.c`), '-o', program, '-lm', '-lpthread'];
  const { status, error, stderr } = spawnSync('cc', words, { encoding: 'utf8' });
  if (error) return { state: 'missing', reason: `no C compiler; ${GCC}` };
  return status === 0 ? { program } : { state: 'failed', reason: `cc ${words.join(' ')}: ${lastLines(stderr)}` };
}

function inC({ folder }: Around): Ready | Absent {
  const name = 'C (train.c)';
  const compiled = compile('train', folder);
  return 'program' in compiled ? { name, start: { command: [compiled.program] }, ensembles: true } : { name, ...compiled };
}

function inJavaScript(name: string, program: string, needs: string, options: readonly string[] = []): Ready | Absent {
  if (!existsSync(join(FOLDER, 'node_modules', needs))) return { name, state: 'missing', reason: NPM };
  return { name, start: { command: [process.execPath, join(FOLDER, program)], options }, ensembles: options[0] === 'webgpu' };
}

function jaxOnWebGPU({ adapter, only }: Around): Ready | Absent {
  const name = 'jax-js (WebGPU)';
  // Not on another adapter than ours: the ratio would compare devices.
  if (!adapter) return { name, state: 'left out', reason: 'the adapter of our own step is not known' };
  const entry = inJavaScript(name, 'jax.mjs', '@jax-js/jax', ['webgpu', adapter.name]);
  if ('state' in entry) return entry;
  if (adapter.origin === 'embedded') return { name, state: 'left out', reason: 'it finds the adapters of the system only, not the embedded one' };
  if (adapter.software && !(only && name.includes(only)))
    return { name, state: 'left out', reason: `compiles for minutes on ${adapter.name}; wanted all the same: --only WebGPU` };
  return entry;
}

/** What a program in Python says when it is started with `probe`. */
interface Probe {
  version: string;
  cuda: boolean;
  compile: boolean;
}

type Probed = { python: string; probe: Probe } | { state: Absent['state']; reason: string };

/** The first Python whose program can import what it needs; the environment variable PEERS_PYTHON names another one. */
export function probe(program: string, install: string, candidates = [process.env.PEERS_PYTHON, 'python3', '/usr/bin/python3']): Probed {
  let broken: string | undefined;
  for (const python of candidates.filter((name) => name !== undefined)) {
    const { status, stdout, stderr, error } = spawnSync(python, [program, 'probe'], { encoding: 'utf8', timeout: 120_000 });
    if (status === 0) return { python, probe: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Probe };
    if (status !== ABSENT && (error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') broken ??= `${python}: ${error?.message ?? lastLines(stderr)}`;
  }
  return broken === undefined ? { state: 'missing', reason: install } : { state: 'failed', reason: broken };
}

/**
 * What lets PyTorch's memory and products be at their best: OpenBLAS 0.3.21 takes newer processors with AVX-512 for
 * older ones without, and buffers that go back to the system after every step cost a page fault per page.
 */
function environment(): Record<string, string> {
  const memory = { MALLOC_MMAP_THRESHOLD_: '4000000000', MALLOC_TRIM_THRESHOLD_: '8000000000', MALLOC_TOP_PAD_: '268435456' };
  const wide = existsSync('/proc/cpuinfo') && /\bavx512bw\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
  return { ...memory, ...(wide ? { OPENBLAS_CORETYPE: 'SkylakeX' } : {}) };
}

function inPython(name: string, program: string, install: string, variants: (probe: Probe, cuda: boolean) => string[], around: Around): (Ready | Absent)[] {
  const probed = probe(join(FOLDER, program), install);
  if ('state' in probed) return [{ name, ...probed }];
  const device = around.device ?? (probed.probe.cuda ? 'cuda' : 'cpu');
  const where = device === 'cuda' ? 'CUDA' : 'CPU';
  if (device === 'cuda' && !probed.probe.cuda)
    return [{ name: `${name} (CUDA)`, state: 'missing', reason: `${probed.probe.version} sees no CUDA; ${install}` }];
  return variants(probed.probe, device === 'cuda').map((variant) => ({
    name: `${name} (${where}, ${variant})`,
    // A thread that waits for others at every small product is lost: processes of one thread each share the replicas.
    start: {
      command: [probed.python, join(FOLDER, program)],
      env: environment(),
      options: [device, variant],
      processes: device === 'cpu' && name === 'PyTorch',
    },
    ensembles: true,
  }));
}

const FAMILIES: [string, (around: Around) => (Ready | Absent)[]][] = [
  ['C (train.c)', (around) => [inC(around)]],
  ['jax-js (wasm)', () => [inJavaScript('jax-js (wasm)', 'jax.mjs', '@jax-js/jax')]],
  ['jax-js (WebGPU)', (around) => [jaxOnWebGPU(around)]],
  ['TensorFlow.js (wasm)', () => [inJavaScript('TensorFlow.js (wasm)', 'tfjs.mjs', '@tensorflow/tfjs-backend-wasm')]],
  [
    'PyTorch',
    (around) =>
      inPython('PyTorch', 'torch_peer.py', TORCH, (found, cuda) => ['eager', ...(found.compile ? ['compile'] : []), ...(cuda ? ['graph'] : [])], around),
  ],
  ['JAX', (around) => inPython('JAX', 'jax_peer.py', JAX, () => ['scan'], around)],
];

/** Names of the kinds of peers, of which `only` is a part. */
export const KINDS = FAMILIES.map(([name]) => name);

/** All peers, in the order of the tables; what is not wanted is not looked for. */
export const catalogue = (around: Around): (Ready | Absent)[] =>
  FAMILIES.filter(([name]) => name.includes(around.only ?? '')).flatMap(([, entries]) => entries(around));
