/** The peers: how each is started on this machine, or why it cannot be started and how to install it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lastLines, type Start } from './talk.ts';

/** Installs the packages of the peers in JavaScript. */
const NPM = 'npm install --prefix bench/lab/peers/programs --no-package-lock';
const TORCH = 'apt-get install python3-torch, or pip install torch (with CUDA: see pytorch.org)';
const JAX = "pip install jax, or pip install 'jax[cuda13]' for CUDA";
/** Installs a C compiler. */
const GCC = 'apt-get install gcc';
/** Exit code of programs/peer.py where its package is not installed. */
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
  /** How to install it, or what happened. */
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
interface Around {
  /** Folder for compiled programs. */
  folder: string;
  /** Instruction sets that the program in C is compiled for, each of which is a peer; default: that of this processor. */
  march?: readonly string[];
  /** The adapter of our step; jax-js must run on the same one. */
  adapter?: { name: string; origin: string; software: boolean };
  /** Device of the programs in Python; default: CUDA where there is one. */
  device?: 'cpu' | 'cuda';
  /** Part of the names of the peers, without device and variant; also of peers that are left out by default. */
  only?: string;
}

/** The path of a compiled program, or why there is none. */
export type Compiled = { program: string } | { state: Absent['state']; reason: string };

const FLAGS = { train: '-ffast-math', ising: '-funroll-loops', dimers: '-funroll-loops', worms: '-funroll-loops', tissue: '-ffast-math' };

/** The instruction set of this processor, as compilers call it. */
export const NATIVE = 'native';
/** A program in C by the name of a table, with its instruction set where that is not the one of this processor. */
export const inCFor = (source: string, march: string) => `C (${source}.c${march === NATIVE ? '' : `, ${march}`})`;

/** Compiles a program of this folder, for this processor or for an instruction set such as x86-64-v3. */
export function compile(source: keyof typeof FLAGS, folder: string, march = NATIVE): Compiled {
  const program = join(folder, `${source}-${march}`);
  const words = ['-O3', `-march=${march}`, FLAGS[source], join(FOLDER, `${source}.c`), '-o', program, '-lm', '-lpthread'];
  const { status, error, stderr } = spawnSync('cc', words, { encoding: 'utf8' });
  if (error) return { state: 'missing', reason: `no C compiler; ${GCC}` };
  return status === 0 ? { program } : { state: 'failed', reason: `cc ${words.join(' ')}: ${lastLines(stderr)}` };
}

function inC(folder: string, march: string): Ready | Absent {
  const name = inCFor('train', march);
  const compiled = compile('train', folder, march);
  return 'program' in compiled ? { name, start: { command: [compiled.program] }, ensembles: true } : { name, ...compiled };
}

function inJavaScript(name: string, program: string, needs: string, options: readonly string[] = []): Ready | Absent {
  if (!existsSync(join(FOLDER, 'node_modules', needs))) return { name, state: 'missing', reason: NPM };
  return { name, start: { command: [process.execPath, join(FOLDER, program)], options }, ensembles: options[0] === 'webgpu' };
}

function jaxOnWebGPU({ adapter, only }: Around): Ready | Absent {
  const name = 'jax-js (WebGPU)';
  // Only on our adapter: the ratio would compare devices otherwise.
  if (!adapter) return { name, state: 'left out', reason: 'the adapter of our own step is not known' };
  const entry = inJavaScript(name, 'jax.mjs', '@jax-js/jax', ['webgpu', adapter.name]);
  if ('state' in entry) return entry;
  if (adapter.origin === 'embedded') return { name, state: 'left out', reason: 'it finds the adapters of the system only, not the embedded one' };
  if (adapter.software && !(only && name.includes(only)))
    return { name, state: 'left out', reason: `compiles for minutes on ${adapter.name}; wanted all the same: --only WebGPU` };
  return entry;
}

/** The answer of a program in Python to `probe`. */
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
 * Variables that make PyTorch fastest. OpenBLAS 0.3.21 does not recognise newer processors with AVX-512. Buffers that are
 * returned to the system after every step cost a page fault for every page.
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
    // Threads that wait for each other at every small product are slow: processes of one thread each share the replicas.
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
  ['C (train.c)', ({ folder, march = [NATIVE] }) => march.map((name) => inC(folder, name))],
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

/** Names of the kinds of peers, for `only`. */
export const KINDS = FAMILIES.map(([name]) => name);

/** All peers in the order of the tables; peers that `only` excludes are not looked for. */
export const catalogue = (around: Around): (Ready | Absent)[] =>
  FAMILIES.filter(([name]) => name.includes(around.only ?? '')).flatMap(([, entries]) => entries(around));
