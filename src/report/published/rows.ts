/** Published statements about the model of a study, beside its results. */
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import { chippingRows } from './chipping.ts';
import { dimerRows } from './dimers.ts';
import { isingRows } from './ising.ts';
import { quasicrystalRows } from './quasicrystal.ts';
import type { PublishedRow } from './row.ts';

/**
 * Statements of Goekmen, Ringel, Huber, Koch-Janusz, PRL 127, 240603 and PRE 104, 064106 (2021), and of arXiv:2301.11934, that the grid of this
 * study can test; none for free spins, repelling dimers, biased chipping, and lattices of coarse variables, about which nothing was published.
 */
export function publishedRows(analysis: StudyAnalysis): PublishedRow[] {
  if (analysis.setting.level > 1) return [];
  switch (analysis.model) {
    case 'ising':
      return isingRows(analysis);
    case 'dimers':
      return dimerRows(analysis);
    case 'chipping':
      return chippingRows(analysis);
    case 'graph-dimers':
      return quasicrystalRows(analysis);
    default:
      return [];
  }
}
