/** The patch of the Ammann-Beenker tiling that the page shows, and what a training on it reads. Only the engine of this model has it. */
import { sitesAround } from '../space/graph/around.ts';
import { graphOfName } from '../space/graph/by_name.ts';
import { bondsFrom } from '../space/graph/distance.ts';
import type { Graph } from '../space/graph/graph.ts';
import type { SiteList } from '../space/sites.ts';
import type { Patch } from './scene.ts';
import type { LabSettings } from './settings.ts';

/** From the outermost node to the edge of the picture, in lengths of edges. */
const MARGIN = 0.65;
/** The eight-fold node. */
const CENTRE = 0;

/** Settings of a training on a patch. @param settings size and block are levels of patch and region; buffer and shell are bonds */
export function patchSettings({ size, block, buffer, shell }: Pick<LabSettings, 'size' | 'block' | 'buffer' | 'shell'>): { graph: Graph; sites: SiteList } {
  const graph = graphOfName(`ammann-beenker:${size}`) as Graph;
  return { graph, sites: sitesAround(graph, 'edges', { centre: [CENTRE], level: block, buffers: [buffer], shell }) };
}

/** The patch as it is drawn. */
export function shownPatch(graph: Graph, { block, environment }: SiteList): Patch {
  const { positions = [], edges, ghosts = [] } = graph;
  const bonds = bondsFrom(graph, CENTRE);
  const nearest = (e: number) => Math.min(...edges[e].map((node) => bonds[node]));
  const begin = environment.reduce((least, e) => Math.min(least, nearest(e)), Number.POSITIVE_INFINITY);
  const own = new Set(block);
  const within = (e: number) => !own.has(e) && nearest(e) < begin && !edges[e].some((node) => ghosts.includes(node));
  const half = MARGIN + positions.reduce((most, place) => Math.max(most, ...(place ?? []).map(Math.abs)), 0);
  return { positions, edges, half, block, environment, buffer: [...edges.keys()].filter(within) };
}
