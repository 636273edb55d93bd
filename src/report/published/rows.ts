/** Published statements about the model of a study, beside its results. */
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import { chippingRows } from './chipping.ts';
import { dimerRows } from './dimers.ts';
import { isingRows } from './ising.ts';
import { quasicrystalRows } from './quasicrystal.ts';
import { type PublishedRow, withoutZ } from './row.ts';

/**
 * Statements of Goekmen, Ringel, Huber, Koch-Janusz, PRL 127, 240603 and PRE 104, 064106 (2021), and of arXiv:2301.11934, that the grid of this
 * study can test; none for free spins, repelling dimers, biased chipping, and lattices of coarse variables, about which nothing was published.
 */
export function publishedRows(analysis: StudyAnalysis): PublishedRow[] {
  if (analysis.setting.level > 1) return [];
  const rows = allRows(analysis);
  const published = GEOMETRY[analysis.model];
  const { size, block } = analysis.setting;
  if (!published || (size === published.size && published.blocks.includes(block))) return rows;
  // A correlator has a lattice of its own, which its row names.
  return rows.map((row) => (row.id === 'R11' ? row : withoutZ(row, `published for ${published.words}, this is ${size} × ${size} with a block of ${block}`)));
}

/** Lattice and blocks of the papers: a difference from their values on another lattice says nothing. */
const GEOMETRY: Readonly<Record<string, { size: number; blocks: readonly number[]; words: string }>> = {
  ising: { size: 64, blocks: [4, 5], words: '64 × 64 sites and a block of 4' },
  dimers: { size: 32, blocks: [4], words: '32 × 32 sites and a block of 4' },
};

function allRows(analysis: StudyAnalysis): PublishedRow[] {
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
