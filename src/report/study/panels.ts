/** Panels of the filters of a study, in the shape of its block. */
import { normalise, type Weights } from '../../analysis/filters/filter.ts';
import type { PatternBlock } from '../../analysis/filters/patterns.ts';
import { picturesByState } from '../../analysis/filters/states.ts';
import { blockCentre } from '../../space/graph/centre.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { regionsAround } from '../../space/graph/regions.ts';
import { trainingOf } from '../../study/plan/around.ts';
import { modelOf, type StudyConfig } from '../../study/plan/config.ts';
import { edgePanels, type OnEdges } from '../draw/edge_panels.ts';
import type { FigureSpec } from '../draw/figure.ts';
import { type FilterPanel, filterPanels } from '../draw/filter_panels.ts';
import type { PanelOptions } from '../draw/panel_frame.ts';
import type { Picture } from '../draw/pictures.ts';
import { placedOf } from '../draw/placed.ts';
import { positionPanels } from '../draw/position_panels.ts';

/** The pictures of a component, divided by its largest |weight|: one, or one for each state of a site, or for cosines and sines. */
export function picturesIn({ harmonics = 0, states = 2 * harmonics, stateNames }: PatternBlock, component: Weights): Picture[] {
  const weights = normalise(component);
  if (!states) return [{ rows: weights }];
  return picturesByState(weights, states).map((rows, state) => ({ rows, label: stateNames?.[state] ?? String(state) }));
}

/** The graph of a study whose values are those of its edges, with the regions around the middle of its block. */
export function edgesOfStudy(config: Pick<StudyConfig, 'train' | 'grid'>): OnEdges | undefined {
  const { sites } = trainingOf(config);
  const graph = config.train.graph as Graph | undefined;
  if (!graph || !sites || modelOf(config).support !== 'bonds') return undefined;
  return { graph, sites, regions: regionsAround(graph, blockCentre(graph, sites.block)).regions };
}

/** Squares, bars on bonds, edges of a graph, or sites where they lie. */
export function studyPanels({ side, bonds, cell, sites }: PatternBlock, panels: readonly FilterPanel[], words: PanelOptions, onEdges?: OnEdges): FigureSpec {
  const drawn = onEdges && edgePanels(panels, onEdges, words);
  if (drawn) return drawn;
  const placed = placedOf({ block: [side, side], extents: [], ...(cell ? { cell } : {}) }, sites);
  return placed ? positionPanels(panels, placed, words) : filterPanels(panels, { ...words, bonds: bonds === true });
}
