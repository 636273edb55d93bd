/**
 * `npm run bench -- worms`: what worms on patches of the Ammann-Beenker tiling cost, beside the same worms in C (peers/programs/worms.c), in turns on
 * one machine. Writes the table of docs/samplers-graphs.md to stdout, and what it is at to stderr. `--levels 1,2`, `--seconds S` of each turn, `--adapter NAME`;
 * level 5 is a disc of 26,113 nodes with its ghosts, the largest.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '../../native/node/adapters.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { halfEdges } from '../../src/core/half_edges.ts';
import { chainEstimate } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import { firstMatching } from '../../src/model/graph_dimers/start.ts';
import { ammannBeenker, ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { withGhosts } from '../../src/space/graph/ghosts.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { readWords, runProgram } from '../entry.ts';
import { compile } from './peers/catalogue.ts';

const OPTIONS = {
  adapter: { type: 'string' },
  levels: { type: 'string', default: '1,2,3,4,5' },
  seconds: { type: 'string', default: '3' },
} as const;

/** Radius of the disc: 26,113 nodes and 51,848 edges, about as many as the largest published patch, and 63 ghosts. */
const DISC = 83;
const [LARGEST, MOST_CHAINS] = [5, 1024];
/** Fewer chains where a sweep of all would have more pivots: seconds on two cores. */
const MOST_PIVOTS = 16e6;
const MEGABYTE = 2 ** 20;
/** Turns, and measurements for the autocorrelation time: fewer of the largest graphs. */
const TURNS = 3;
const slotsOf = ({ nodes }: Graph) => (nodes > 10_000 ? 12 : 32);
const none = async () => {};

const graphOf = (level: number): Graph =>
  level === LARGEST ? { ...withGhosts(ammannBeenker({ radius: DISC })), name: `disc of radius ${DISC}` } : ammannBeenkerPatch(level);

/** What the program in C reads. */
function written(graph: Graph): string {
  const { edge } = halfEdges(graph);
  const dimers = [...firstMatching(graph)].map((h) => edge[h]);
  return [`${graph.nodes} ${graph.edges.length}`, ...graph.edges.map((ends) => ends.join(' ')), dimers.join(' ')].join('\n');
}

/** Nanoseconds per pivot, on the clock and of the processor. */
interface Cost {
  readonly clock: number;
  readonly busy: number;
}

interface Row {
  graph: Graph;
  chains: number;
  /** Bytes of the chains on the device. */
  bytes: number;
  worms: number;
  pivotsPerWorm: number;
  /** Largest autocorrelation time of the observables, worms. */
  tau: number;
  /** By turns: of all chains together, and of C with one thread. */
  ours: Cost[];
  theirs: Cost[];
  /** Of a sweep of all chains, on the clock and of the processor. */
  seconds: Cost;
}

/** As many groups of 32 chains as the memory of a buffer and the time of a sweep allow. */
function groupsOf({ nodes }: Graph): number {
  const pivots = 5 * 32 * nodes;
  return Math.max(1, Math.min(MOST_CHAINS / 32, Math.floor((96 * MEGABYTE) / (128 * nodes)), Math.floor(MOST_PIVOTS / pivots)));
}

async function measured(device: Device, graph: Graph, program: string, seconds: number): Promise<Row> {
  const scope = device.scope('worms');
  const before = device.live.bytes;
  const groups = groupsOf(graph);
  const chains = new GraphDimerChains(scope, { graph, temperatures: new Array<number>(groups).fill(1), seed: 1, start: 'both' });
  const [range, bytes] = [{ first: 0, groups }, device.live.bytes - before];
  await chains.advance(range, chains.relaxation(), said(`${graph.name}: burn-in`));
  const [ours, theirs, sweeps]: [Cost[], Cost[], Cost[]] = [[], [], []];
  for (let turn = 0; turn < TURNS; turn++) {
    const turned = await turnOf(chains, range, seconds);
    ours.push(turned.pivot);
    sweeps.push(turned.sweep);
    const out = execFileSync(program, ['1', String(seconds)], { input: written(graph), encoding: 'utf8' });
    const { ns_per_pivot, busy_ns_per_pivot } = JSON.parse(out) as Record<'ns_per_pivot' | 'busy_ns_per_pivot', number>;
    theirs.push({ clock: ns_per_pivot, busy: busy_ns_per_pivot });
    await said(`${graph.name}: turns`)((turn + 1) / TURNS);
  }
  const pivotsPerWorm = (await chains.pivots()) / (await chains.closed());
  const series = await chains.measure(range, slotsOf(graph), 1, said(`${graph.name}: autocorrelation`));
  const tau = chains.worms[0] * Math.max(...Object.values(series).map(({ values, spacing }) => chainEstimate(values, spacing).tau ?? 0));
  scope.dispose();
  return { graph, chains: 32 * groups, bytes, worms: chains.worms[0], pivotsPerWorm, tau, ours, theirs, seconds: middle(sweeps) };
}

/** Sweeps for some seconds, at least one. */
async function turnOf(chains: GraphDimerChains, range: { first: number; groups: number }, seconds: number): Promise<Record<'pivot' | 'sweep', Cost>> {
  const [pivots, begin, busy] = [await chains.pivots(), performance.now(), process.cpuUsage()];
  let sweeps = 0;
  for (; performance.now() - begin < 1000 * seconds; sweeps++) await chains.advance(range, 1, none);
  const spent = performance.now() - begin;
  const { user, system } = process.cpuUsage(busy);
  const made = (await chains.pivots()) - pivots;
  const processor = (user + system) / 1000;
  return {
    pivot: { clock: (1e6 * spent) / made, busy: (1e6 * processor) / made },
    sweep: { clock: spent / 1000 / sweeps, busy: processor / 1000 / sweeps },
  };
}

/** Progress of a part on stderr, every ten seconds. */
function said(part: string): (fraction: number) => Promise<void> {
  let last = performance.now();
  return async (fraction) => {
    if (performance.now() - last < 10_000 && fraction < 1) return;
    last = performance.now();
    process.stderr.write(`${part} ${Math.round(100 * fraction)} %\n`);
  };
}

/** The median of each. */
function middle(costs: readonly Cost[]): Cost {
  const of = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return { clock: of(costs.map(({ clock }) => clock)), busy: of(costs.map(({ busy }) => busy)) };
}

const HEAD = [
  'graph',
  'nodes, edges',
  'worms of a sweep',
  'pivots of a worm',
  'tau, worms',
  'chains, MB',
  'ns per pivot, processor',
  'C, processor',
  's of a sweep, processor',
];

function line({ graph, chains, bytes, worms, pivotsPerWorm, tau, ours, theirs, seconds }: Row): string {
  const both = ({ clock, busy }: Cost, digits: number) => `${clock.toPrecision(digits)}, ${busy.toPrecision(digits)}`;
  const cells = [
    graph.name?.replace('Ammann-Beenker, ', ''),
    [graph.nodes, graph.edges.length].map((count) => count.toLocaleString('en')).join(', '),
    worms,
    Math.round(pivotsPerWorm).toLocaleString('en'),
    tau.toPrecision(2),
    `${chains}, ${(bytes / MEGABYTE).toFixed(1)}`,
    both(middle(ours), 3),
    both(middle(theirs), 3),
    both(seconds, 2),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

async function main(): Promise<number> {
  const { values } = readWords('bench worms', { options: OPTIONS }, 'npm run bench -- worms --levels 1,2');
  const [levels, seconds] = [values.levels.split(',').map(Number), Number(values.seconds)];
  if (!levels.every((level) => Number.isInteger(level) && level >= 0 && level <= LARGEST) || !(seconds > 0)) {
    const expected = `levels from 0 to ${LARGEST}, the last a disc of 26,113 nodes, and seconds: larger ones take minutes for a sweep`;
    throw new BlockspinError({ who: 'bench worms', expected, got: `${values.levels}, ${values.seconds}`, remedy: 'leave both out' });
  }
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-worms-'));
  try {
    const compiled = compile('worms', folder);
    if (!('program' in compiled)) throw new BlockspinError({ who: 'bench worms', expected: 'a C compiler', got: compiled.state, remedy: compiled.reason });
    const device = await openDevice({ adapter: values.adapter });
    process.stdout.write(`| ${HEAD.join(' | ')} |\n|${HEAD.map(() => '---').join('|')}|\n`);
    for (const level of levels) {
      process.stderr.write(`level ${level}: the graph and its matchings\n`);
      process.stdout.write(line(await measured(device, graphOf(level), compiled.program, seconds)));
    }
    device.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

await runProgram(main);
