/** The symmetries of listed sites: permutations of the sites of a graph that keep its edges, the block and the environment. */
import { BlockspinError } from '../../core/errors.ts';
import type { ListedSites } from '../filters/places.ts';
import type { Operations } from './lattice_group.ts';

/** More permutations of a block than this are not listed. */
const MOST = 65_536;

/** What a site is for an automorphism. */
interface Node {
  /** Equal for sites that may be exchanged: the part it belongs to, and what its neighbours are like. */
  class: number;
  neighbours: ReadonlySet<number>;
}

/**
 * The operations on the values of a block that automorphisms of the graph leave: bonds to bonds, block to block, environment to
 * environment. Without edges there is only the identity.
 * @throws BlockspinError for more than 65,536 of them
 */
export function graphOperations({ block, environment, edges = [] }: ListedSites): Operations {
  const nodes = nodesOf(block, environment, edges);
  const found: Int32Array[] = edges.length === 0 ? [Int32Array.from(block.keys())] : [];
  const image = new Map<number, number>();
  const taken = new Set<number>();
  // The block first: its images are what is listed, of the others one extension is enough.
  const order = [
    ...block,
    ...[...nodes.keys()].filter((node) => !block.includes(node)).sort((a, b) => nodeOf(nodes, b).neighbours.size - nodeOf(nodes, a).neighbours.size),
  ];
  const fits = (node: number, to: number) =>
    !taken.has(to) &&
    nodeOf(nodes, node).class === nodeOf(nodes, to).class &&
    [...image].every(([other, at]) => nodeOf(nodes, node).neighbours.has(other) === nodeOf(nodes, to).neighbours.has(at));
  const candidates = (depth: number) => (depth < block.length ? block : order.slice(block.length));
  const extend = (depth: number): boolean => {
    if (depth === order.length) return true;
    if (depth === block.length && found.length >= MOST) throw tooMany();
    let any = false;
    for (const to of candidates(depth)) {
      if (!fits(order[depth], to)) continue;
      image.set(order[depth], to);
      taken.add(to);
      const good = extend(depth + 1);
      if (good && depth === block.length - 1) found.push(Int32Array.from(block, (site) => block.indexOf(image.get(site) as number)));
      image.delete(order[depth]);
      taken.delete(to);
      any ||= good;
      if (good && depth >= block.length) return true;
    }
    return any;
  };
  if (edges.length > 0) extend(0);
  const keys = new Map(found.map((to, i) => [to.join(), i]));
  const elements = found.map((to, i) => ({ name: i === 0 ? 'e' : `g${i}`, to }));
  return { elements, subgroups: { 'symmetries of the graph': elements.map((_, i) => i) }, index: (to) => keys.get(to.join()) };
}

function tooMany(): BlockspinError {
  return new BlockspinError({ who: 'group', expected: `at most ${MOST} symmetries of the graph`, got: 'more', remedy: 'leave out edges' });
}

const nodeOf = (nodes: ReadonlyMap<number, Node>, node: number) => nodes.get(node) as Node;

/** All sites of the lists and of the edges, in classes that refinement cannot tell apart. Source: Weisfeiler and Leman (1968). */
function nodesOf(block: readonly number[], environment: readonly number[], edges: readonly (readonly [number, number])[]): Map<number, Node> {
  const sites = [...new Set([...block, ...environment, ...edges.flat()])];
  const neighbours = new Map(sites.map((site) => [site, new Set<number>()]));
  for (const [a, b] of edges) {
    neighbours.get(a)?.add(b);
    neighbours.get(b)?.add(a);
  }
  let classes = new Map(sites.map((site) => [site, block.includes(site) ? 0 : environment.includes(site) ? 1 : 2]));
  for (let round = 0; round < sites.length; round++) {
    const keys = new Map(
      sites.map((site) => [
        site,
        `${classes.get(site)}:${[...(neighbours.get(site) as Set<number>)].map((other) => classes.get(other) as number).sort((a, b) => a - b)}`,
      ]),
    );
    const names = [...new Set(keys.values())].sort();
    const next = new Map(sites.map((site) => [site, names.indexOf(keys.get(site) as string)]));
    const settled = new Set(next.values()).size === new Set(classes.values()).size;
    classes = next;
    if (settled) break;
  }
  return new Map(sites.map((site) => [site, { class: classes.get(site) as number, neighbours: neighbours.get(site) as Set<number> }]));
}
