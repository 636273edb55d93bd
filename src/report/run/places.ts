/** Names of block and lattice of a run, and sentences on fixed data: their values, and the places at which windows were cut. */
import { boundaryWords } from '../../space/space.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { list } from '../draw/words.ts';

/** '4 × 4 sites', or '12 listed sites'. */
export function blockWords({ config: { sites, block } }: Pick<Summary, 'config'>, { extents }: Pick<PointSummary, 'extents'>): string {
  return sites ? `${block} listed sites` : `${extents.map(() => block).join(' × ')} sites`;
}

/** 'a 4 × 6 lattice', 'a ring of 12 sites'. */
export function latticeWords({ config: { sites } }: Pick<Summary, 'config'>, { extents, boundary }: Pick<PointSummary, 'extents' | 'boundary'>): string {
  if (extents.length > 1) return `a ${extents.join(' × ')} lattice`;
  return `${sites ? '' : boundary?.[0] === 'open' ? 'an open chain of ' : 'a ring of '}${extents[0]} sites`;
}

/** How fixed data are interpreted, in sentences: their values, and where windows were cut. */
export function dataWords(point: Pick<PointSummary, 'alphabet' | 'boundary' | 'places'>): string[] {
  return [alphabetWords(point), cuttingWords(point)].filter(Boolean);
}

/** How values are interpreted; empty for two values, where there is only one way. */
function alphabetWords({ alphabet }: Pick<PointSummary, 'alphabet'>): string {
  if (alphabet.kind !== 'states') return '';
  return `The values ${list(alphabet.values.map(String))} are taken as ${alphabet.values.length} states without an order.`;
}

/** The effect of the boundary of fixed data on the values; empty where sites are listed. */
function cuttingWords({ boundary, places }: Pick<PointSummary, 'boundary' | 'places'>): string {
  if (!boundary) return '';
  if (boundary.every((one) => one === 'periodic')) return 'The lattice is taken as periodic: windows wrap around its edges.';
  const where = places === 1 ? 'at the one place' : `at random at one of the ${places} places`;
  const mixture = places === 1 ? '' : '; values are those of the mixture over these places';
  return `The lattice is taken as ${boundaryWords({ boundary })}: windows are cut ${where} where all of the largest window exists${mixture}.`;
}
