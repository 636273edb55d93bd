/** `blockspin graph FILE|NAME`: what a graph is, its regions and membranes, and a drawing. */
import { BlockspinError } from '../core/errors.ts';
import { graphFigure } from '../report/draw/graph_figure.ts';
import { figureSvg } from '../report/draw/svg.ts';
import { graphMap } from '../report/terminal/graph_map.ts';
import { chosenCentre } from '../space/graph/centre.ts';
import { withGhosts } from '../space/graph/ghosts.ts';
import type { Graph } from '../space/graph/graph.ts';
import { type NodeNames, nodesNamed } from '../space/graph/labels.ts';
import { checkWhole, largestPart } from '../space/graph/parts.ts';
import { patchOf } from '../space/graph/patch.ts';
import { type MatchingFacts, matchingFacts } from '../space/graph/perfect.ts';
import { type DegreeClass, degreeClasses } from '../space/graph/region_classes.ts';
import { type Regions, regionOf, regionsAround } from '../space/graph/regions.ts';
import { guardOut } from '../store/files.ts';
import { graphNpz } from '../store/graph/npz.ts';
import { graphJson } from '../store/graph/write.ts';
import { toJson } from '../store/results.ts';
import { type Counted, countMatchings, matchingWords } from './graph_count.ts';
import { graphNamed, MADE } from './graph_made.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import type { Given } from './options.ts';

/** Reads or makes a graph, counts it, finds the regions around a node, and writes graph or drawing. @returns exit code */
export async function graph(host: Host, given: Given, operand?: string): Promise<number> {
  if (operand === undefined) {
    throw new BlockspinError({
      who: 'graph',
      expected: `a file, or one of ${MADE.join(', ')}`,
      got: 'none',
      remedy: 'write for example npx blockspin graph ammann-beenker',
    });
  }
  const out = outOf(given);
  const { graph: whole, remarks, isPatch } = await graphNamed(host, operand, given);
  const connected = given.part === undefined ? whole : largest(whole, given.part as string);
  checkWhole(connected);
  const part = given.ghost === undefined ? connected : ghosted(connected, given.ghost as string);
  const level = isPatch ? undefined : (given.level as number | undefined);
  const shown = level === undefined ? part : patchOf(part, regionOf(part, centreOf(part, given).centre, level), `${part.name}, level ${level}`);
  // The nodes of a patch have numbers of their own.
  const found = level === undefined ? centreOf(shown, given) : chosenCentre(shown);
  for (const remark of remarks) host.err(`${operand}: ${remark}\n`);
  if (out) await write(host, out, shown, found);
  const [facts, classes] = [matchingFacts(shown), degreeClasses(shown)];
  const counted = countMatchings(shown, facts);
  host.out(given.json ? toJson(resultOf(host, shown, found, { facts, counted, classes, out })) : text(shown, found, { facts, counted, classes }));
  return 0;
}

function largest(graph: Graph, word: string): Graph {
  oneOf('part', word, ['largest'] as const);
  return largestPart(graph);
}

function ghosted(graph: Graph, word: string): Graph {
  oneOf('ghost', word, ['rim'] as const);
  return withGhosts(graph);
}

/** A node by its number or label, or chosen. */
function centreOf(graph: Graph, { centre = 'auto' }: Given): Regions {
  if (centre === 'auto') return chosenCentre(graph);
  const [node, ...others] = nodesNamed(graph, centre as NodeNames);
  if (others.length === 0) return regionsAround(graph, node);
  throw new BlockspinError({ setting: 'centre', expected: 'auto, or one node', got: [node, ...others].join(','), remedy: 'leave it out for auto' });
}

function outOf({ out }: Given): string | undefined {
  const path = out as string | undefined;
  if (path === undefined || /\.(json|npz|svg)$/i.test(path)) return path;
  const remedy = 'write for example --out patch.npz, or --out patch.svg';
  throw new BlockspinError({ who: '--out', expected: 'a name that ends in .json or .npz, the graph, or in .svg, the drawing', got: path, remedy });
}

async function write(host: Host, path: string, graph: Graph, found: Regions): Promise<void> {
  const content = await contentOf(path, graph, found);
  await guardOut(path, { expected: 'a file that can be written', remedy: 'choose another place' }, () => host.files.write(path, content));
  host.err(`wrote ${path}\n`);
}

async function contentOf(path: string, graph: Graph, found: Regions): Promise<string | Uint8Array> {
  if (/\.json$/i.test(path)) return graphJson(graph);
  if (/\.npz$/i.test(path)) return graphNpz(graph);
  const figure = graphFigure(graph, found);
  if (figure) return figureSvg(figure.spec);
  const remedy = 'add "positions", or write .json or .npz: no places are made up';
  throw new BlockspinError({ who: '--out', expected: 'positions of the nodes, for a drawing', got: `none in ${graph.name}`, remedy });
}

/** Number of nodes of each degree, ghosts among them. */
function degreesOf({ nodes, edges }: Graph): Record<string, number> {
  const degrees = new Uint32Array(nodes);
  for (const node of edges.flat()) degrees[node]++;
  const counts: Record<string, number> = {};
  for (const degree of degrees.sort()) counts[degree] = (counts[degree] ?? 0) + 1;
  return counts;
}

function resultOf(host: Host, graph: Graph, { centre, regions, reason }: Regions, { facts, counted, classes, out }: Said & { out: string | undefined }) {
  const { name, nodes, edges, ghosts = [], labels } = graph;
  return {
    versions: host.versions,
    name,
    nodes,
    edges: edges.length,
    degrees: degreesOf(graph),
    ghost: ghosts,
    matching: facts,
    ...counted,
    centre,
    ...(labels ? { label: labels[centre] } : {}),
    regions: regions.map(({ level, nodes: inside, edges: inner, membrane }) => ({
      level,
      nodes: inside.length,
      edges: inner.length,
      membrane: membrane.length,
    })),
    ...(reason ? { reason } : {}),
    classes: classes.map((one) => ({ degree: one.degree, nodes: one.nodes.length, membranes: one.found.membranes.length, levels: levelsOf(one) })),
    ...(out ? { out } : {}),
  };
}

/** How many nodes of a class have a region of level 0, of level 1, and so on, once all of the class are deleted. */
function levelsOf({ found: { regions } }: DegreeClass): number[] {
  const most = regions.reduce((sum, own) => Math.max(sum, own.length), 0);
  return Array.from({ length: most }, (_, level) => regions.filter((own) => own.length > level).length);
}

function classLines(classes: readonly DegreeClass[]): string[] {
  return classes.flatMap((one) => {
    const levels = levelsOf(one).map((count, level) => `level ${level} around ${count}`);
    return levels.length > 0 ? [`  degree ${one.degree}  ${one.nodes.length} nodes; with all of them deleted, regions of ${levels.join(', of ')}`] : [];
  });
}

/** What is found of a graph beside its regions. */
interface Said {
  readonly facts: MatchingFacts;
  readonly counted: Counted;
  readonly classes: readonly DegreeClass[];
}

function text(graph: Graph, found: Regions, { facts, counted: { log_z, log_z_reason }, classes }: Said): string {
  const { name, nodes, edges, ghosts = [], labels } = graph;
  const { centre, regions, reason } = found;
  const degrees = Object.entries(degreesOf(graph)).map(([degree, count]) => `${degree}: ${count}`);
  const map = graphMap(graph, found);
  return [
    `${name}: ${nodes} nodes, ${edges.length} edges${ghosts.length > 0 ? `; ${ghosts.length > 1 ? `nodes ${ghosts.slice(0, 8).join(', ')} are ghosts` : `node ${ghosts[0]} is a ghost`}` : ''}`,
    `  degrees   ${degrees.slice(0, 12).join(', ')}${degrees.length > 12 ? ', ...' : ''}`,
    `  matching  ${matchingWords(graph, facts)}`,
    `  ln Z      ${log_z === null ? `not known: ${log_z_reason}` : log_z.toFixed(9)}`,
    `  centre    node ${centre}${labels ? ` (${labels[centre]})` : ''}`,
    ...regions.map((one) => `  level ${one.level}   ${one.nodes.length} nodes, ${one.edges.length} edges, membrane of ${one.membrane.length}`),
    ...(reason ? [`  regions   ${reason}; a block is then a ball of bonds around the centre`] : []),
    ...classLines(classes),
    ...(map ? ['', ...map.map((row) => `  ${row}`)] : ['', '  no drawing: the nodes have no positions']),
    '',
  ].join('\n');
}
