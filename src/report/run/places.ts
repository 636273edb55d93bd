/** How block and lattice of a run are called. */
import type { PointSummary, Summary } from '../../train/result/summary.ts';

/** '4 × 4 sites', or '12 listed sites'. */
export function blockWords({ config: { sites, block } }: Pick<Summary, 'config'>, { extents }: Pick<PointSummary, 'extents'>): string {
  return sites ? `${block} listed sites` : `${extents.map(() => block).join(' × ')} sites`;
}

/** 'a 4 × 6 lattice', 'a ring of 12 sites'. */
export function latticeWords({ config: { sites } }: Pick<Summary, 'config'>, { extents }: Pick<PointSummary, 'extents'>): string {
  return extents.length > 1 ? `a ${extents.join(' × ')} lattice` : `${sites ? '' : 'a ring of '}${extents[0]} sites`;
}
