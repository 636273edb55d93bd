/** Views: the other places of a graph at which block and environments lie in the same way, value by value. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { type SiteList, type SiteViews, viewsOf } from '../sites.ts';
import { bondsFrom } from './distance.ts';
import type { Graph } from './graph.ts';
import { type Image, imagesIfFew, imagesOf } from './symmetry.ts';

/** Which places a training reads: the centre alone, its images under the symmetries about it, or these and those about all centres that look the same. */
export const VIEWS = ['centre', 'images', 'equivalent'] as const;
/** See `VIEWS`. */
export type Views = (typeof VIEWS)[number];

/**
 * The further views of lists around a node. Everything that bonds lead to no farther from the centre than the lists go must lie in the same way, the buffers among it.
 * @param on what the values belong to
 * @throws BlockspinError where there is none, for lists with edges of ghosts, and as `imagesOf`
 */
export function viewsAround(graph: Graph, on: 'nodes' | 'edges', centre: number, sites: SiteList, of: Exclude<Views, 'centre'>): SiteViews {
  const [own] = viewsOf(sites);
  const lists = [own.block, ...own.environments];
  const ends = lists.flat().flatMap((value) => (on === 'edges' ? graph.edges[value] : [value]));
  const bonds = bondsFrom(graph, centre);
  const reach = ends.reduce((most, node) => Math.max(most, bonds[node]), 0);
  const edges = [...graph.edges.keys()].filter((e) => graph.edges[e].every((node) => bonds[node] <= reach && Number.isFinite(bonds[node])));
  if (edges.length === 0 || ends.some((node) => !Number.isFinite(bonds[node]))) {
    const remedy = phrase`use ${setting('views', 'centre')}`;
    throw new BlockspinError({ setting: setting('views', of), expected: `values that bonds join to node ${centre}`, got: 'others', remedy });
  }
  const place = new Map(edges.map((e, i) => [e, i]));
  const seen = (image: Image) =>
    lists.map((list) => list.map((value) => (on === 'edges' ? image.edges[place.get(value) as number] : (image.nodes.get(value) as number))));
  const images = imagesOf(graph, centre, edges).filter((image) => of === 'equivalent' || image.centre === centre);
  const further = images.map((image) => ({ centre: image.centre, lists: seen(image) })).slice(1);
  if (further.length === 0) {
    const expected = `places that look like node ${centre} as far as ${reach} ${reach === 1 ? 'bond' : 'bonds'} from it`;
    const remedy = phrase`use a smaller block or ${setting('buffer')}, or ${setting('views', 'centre')}`;
    throw new BlockspinError({ setting: setting('views', of), expected, got: 'none', remedy });
  }
  const whole = new Set(symmetriesOf(graph, centre, of === 'equivalent').map((image) => imageNames(lists, on, image)));
  return {
    of,
    exact: further.every((view) => whole.has(JSON.stringify(view.lists))),
    further: further.map(({ centre: to, lists: [block, ...environments] }) => ({ centre: to, block, environments })),
  };
}

function imageNames(lists: readonly (readonly number[])[], on: 'nodes' | 'edges', image: Image): string {
  return JSON.stringify(lists.map((list) => list.map((value) => (on === 'edges' ? image.edges[value] : image.nodes.get(value)))));
}

/** Symmetries of a whole graph, ghosts among it; `edges` of each by their own numbers, 0 for those of ghosts. None where there are too many to be found. */
function symmetriesOf(graph: Graph, centre: number, moving: boolean): Image[] {
  const ghosts = new Set(graph.ghosts);
  const inner = [...graph.edges.keys()].filter((e) => !graph.edges[e].some((node) => ghosts.has(node)));
  const own = ghostEdges(graph, ghosts, (node) => node);
  return imagesIfFew(graph, centre, inner)
    .filter((image) => (moving || image.centre === centre) && ghostEdges(graph, ghosts, (node) => image.nodes.get(node)) === own)
    .map((image) => {
      const edges = new Uint32Array(graph.edges.length);
      inner.forEach((e, i) => {
        edges[e] = image.edges[i];
      });
      return { ...image, edges };
    });
}

/** Which nodes the edges of each ghost lead to, with their weights; ghosts are alike. */
function ghostEdges({ edges, weights }: Graph, ghosts: ReadonlySet<number>, imageOf: (node: number) => number | undefined): string {
  const each = [...ghosts].map((ghost) =>
    edges
      .flatMap((edge, e) =>
        edge.includes(ghost) ? edge.filter((node) => node !== ghost).map((node) => `${ghosts.has(node) ? 'ghost' : imageOf(node)} ${weights?.[e] ?? 1}`) : [],
      )
      .sort()
      .join(),
  );
  return each.sort().join('; ');
}
