/** Panels of the filters of a study, in the shape of its block. */
import { normalise, type Weights } from '../../analysis/filters/filter.ts';
import type { PatternBlock } from '../../analysis/filters/patterns.ts';
import { picturesByState } from '../../analysis/filters/states.ts';
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

/** Squares, bars on bonds, or sites where they lie. */
export function studyPanels({ side, bonds, cell, sites }: PatternBlock, panels: readonly FilterPanel[], words: PanelOptions): FigureSpec {
  const placed = placedOf({ block: [side, side], extents: [], ...(cell ? { cell } : {}) }, sites);
  return placed ? positionPanels(panels, placed, words) : filterPanels(panels, { ...words, bonds: bonds === true });
}
