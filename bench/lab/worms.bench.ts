/**
 * `npm run bench -- worms`: what worms on patches of the Ammann-Beenker tiling cost, beside the same worms in C (peers/programs/worms.c), in turns on
 * one machine. Writes the table of docs/samplers-graphs.md to stdout. `--levels 1,2`, `--seconds S` of each turn, `--adapter NAME`; level 5 is a disc
 * of 26,113 nodes with its ghosts.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '../../native/node/adapters.ts';
import { blossomMatching, unmatched } from '../../src/core/blossom.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { halfEdges } from '../../src/core/half_edges.ts';
import { chainEstimate } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import { firstMatching } from '../../src/model/graph_dimers/start.ts';
import { ammannBeenker, ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { readWords, runProgram } from '../entry.ts';
import { compile } from './peers/catalogue.ts';

const OPTIONS = {
  adapter: { type: 'string' },
  levels: { type: 'string', default: '1,2,3,4,5' },
  seconds: { type: 'string', default: '3' },
} as const;

/** Radius of the disc: 26,113 nodes, about as many as the largest published patch. */
const DISC = 83;
const MOST_CHAINS = 1024;
const MEGABYTE = 2 ** 20;
const none = async () => {};

/** A disc in which each node that a maximum matching leaves out has a ghost, joined to the rim's nodes of its colour. */
function disc(): Graph {
  const graph = ammannBeenker({ radius: DISC });
  const left = unmatched(blossomMatching(graph));
  const parity = (node: number) => (graph.lift?.[node] ?? []).reduce((sum, n) => sum + Math.abs(n), 0) % 2;
  const edges = [...graph.edges];
  left.forEach((node, i) => {
    edges.push([node, graph.nodes + i]);
    for (const other of graph.rim ?? []) if (other !== node && parity(other) === parity(node)) edges.push([other, graph.nodes + i]);
  });
  return { nodes: graph.nodes + left.length, edges, name: `disc of radius ${DISC}`, ghosts: left.map((_, i) => graph.nodes + i) };
}

/** What the program in C reads. */
function written(graph: Graph): string {
  const { edge } = halfEdges(graph);
  const dimers = [...firstMatching(graph)].map((h) => edge[h]);
  return [`${graph.nodes} ${graph.edges.length}`, ...graph.edges.map((ends) => ends.join(' ')), dimers.join(' ')].join('\n');
}

interface Row {
  graph: Graph;
  chains: number;
  /** Bytes of the chains on the device. */
  bytes: number;
  worms: number;
  pivotsPerWorm: number;
  /** Largest autocorrelation time of the observables, sweeps. */
  tau: number;
  /** Nanoseconds per pivot of all chains together, by turns: ours, C with one thread. */
  ours: number[];
  theirs: number[];
  secondsPerSweep: number;
}

async function measured(device: Device, graph: Graph, program: string, seconds: number): Promise<Row> {
  const scope = device.scope('worms');
  const before = device.live.bytes;
  const groups = Math.max(1, Math.min(MOST_CHAINS / 32, Math.floor((96 * MEGABYTE) / (128 * graph.nodes))));
  const chains = new GraphDimerChains(scope, { graph, temperatures: new Array<number>(groups).fill(1), seed: 1, start: 'both' });
  const range = { first: 0, groups };
  const bytes = device.live.bytes - before;
  await chains.advance(range, 3, none);
  const [ours, theirs]: [number[], number[]] = [[], []];
  let perSweep = 0;
  for (let turn = 0; turn < 3; turn++) {
    const [pivots, begin] = [await chains.pivots(), performance.now()];
    let sweeps = 0;
    for (; performance.now() - begin < 1000 * seconds; sweeps++) await chains.advance(range, 1, none);
    const spent = performance.now() - begin;
    perSweep = spent / 1000 / sweeps;
    ours.push((1e6 * spent) / ((await chains.pivots()) - pivots));
    const out = execFileSync(program, ['1', String(seconds)], { input: written(graph), encoding: 'utf8' });
    theirs.push((JSON.parse(out) as { ns_per_pivot: number }).ns_per_pivot);
  }
  const pivotsPerWorm = (await chains.pivots()) / (await chains.closed());
  const series = await chains.measure(range, graph.nodes > 10_000 ? 12 : 32, 1, none);
  const tau = Math.max(...Object.values(series).map(({ values, spacing }) => chainEstimate(values, spacing).tau ?? 0));
  const row = { graph, chains: 32 * groups, bytes, worms: chains.worms[0], pivotsPerWorm, tau, ours, theirs, secondsPerSweep: perSweep };
  scope.dispose();
  return row;
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function line({ graph, chains, bytes, worms, pivotsPerWorm, tau, ours, theirs, secondsPerSweep }: Row): string {
  const cells = [
    graph.name?.replace('Ammann-Beenker, ', ''),
    `${graph.nodes}, ${graph.edges.length}`,
    `${worms} × ${pivotsPerWorm.toFixed(0)}`,
    tau.toFixed(2),
    `${chains}, ${(bytes / MEGABYTE).toFixed(1)}`,
    middle(ours).toFixed(1),
    middle(theirs).toFixed(1),
    secondsPerSweep.toPrecision(2),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

async function main(): Promise<number> {
  const { values } = readWords('bench worms', { options: OPTIONS }, 'npm run bench -- worms --levels 1,2');
  const [levels, seconds] = [values.levels.split(',').map(Number), Number(values.seconds)];
  if (!levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 5) || !(seconds > 0)) {
    const got = `${values.levels}, ${values.seconds}`;
    throw new BlockspinError({ who: 'bench worms', expected: 'levels from 0 to 5 and seconds', got, remedy: 'leave both out' });
  }
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-worms-'));
  try {
    const compiled = compile('worms', folder);
    if (!('program' in compiled)) throw new BlockspinError({ who: 'bench worms', expected: 'a C compiler', got: compiled.state, remedy: compiled.reason });
    const device = await openDevice({ adapter: values.adapter });
    process.stdout.write(
      '| graph | nodes, edges | worms × pivots of a sweep | largest tau, sweeps | chains, MB | ns per pivot | C, one core | s per sweep |\n',
    );
    process.stdout.write('|---|---|---|---|---|---|---|---|\n');
    for (const level of levels) process.stdout.write(line(await measured(device, level === 5 ? disc() : ammannBeenkerPatch(level), compiled.program, seconds)));
    device.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

await runProgram(main);
