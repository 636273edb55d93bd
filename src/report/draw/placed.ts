/** Where the sites of a point's filter lie, if not on a square lattice. */
import { type LatticeCell, type Position, positionsIn } from '../../space/cell.ts';
import type { SiteList } from '../../space/sites.ts';
import type { PointSummary } from '../../train/result/summary.ts';
import { sidesOf } from './block.ts';
import type { Placed } from './position_panels.ts';

/**
 * The places of the weights of a picture: of a lattice with a cell, or of listed sites whose positions were given. Undefined for any other, whose
 * pictures are rows and columns.
 * @param sites the lists of sites of the training, if there are
 */
export function placedOf(
  point: Pick<PointSummary, 'block' | 'extents' | 'lag'> & { cell?: Pick<LatticeCell, 'vectors' | 'basis'> },
  sites?: SiteList,
): Placed | undefined {
  if (point.cell) return { sites: positionsIn(sidesOf(point), point.cell) };
  if (!sites?.positions) return undefined;
  const places = sites.positions.map(([x, y]): Position => [x, -y]);
  const at = (list: readonly number[]) => list.map((site) => places[site]);
  const bonds = (sites.edges ?? []).map(([a, b]) => [places[a], places[b]] as const);
  return { sites: at(sites.block), others: at(sites.environment), bonds };
}
