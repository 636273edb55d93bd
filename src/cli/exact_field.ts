/** `exact` on Gaussian fields: the options of a lattice or graph, and the report. */
import { BlockspinError } from '../core/errors.ts';
import type { ExactInformation } from '../exact/exact.ts';
import { checkGaussianField, exactGaussianField } from '../exact/gaussian_field.ts';
import { type Region, regionOf } from '../exact/system/region.ts';
import { neighbours } from '../exact/system/space.ts';
import { filterOf } from '../store/filter_file.ts';
import { isAnywhere, placeOf, refuseBeside, spaceOf } from './exact_place.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/** A field on one lattice or graph: one point for each width of the buffer. */
export interface FieldRequest {
  common: Record<string, unknown>;
  filter: string;
  points: { parameters: Record<string, unknown>; title: string; run(): ExactInformation }[];
}

/**
 * Fills in defaults and checks everything before anything is computed.
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export async function fieldRequest(host: Host, given: Given): Promise<FieldRequest> {
  if (given.mass !== undefined) refuseBeside('mass', ['correlation', 'dimension'], given);
  if (given.mass === undefined) {
    throw new BlockspinError({ who: '--mass', expected: 'the mass of a field on a lattice', got: 'none', remedy: 'give for example --mass 0.1' });
  }
  if (isAnywhere(given)) throw new BlockspinError({ who: '--at', expected: 'one place for a field', got: 'anywhere', remedy: 'write for example --at 1,2' });
  const mass = given.mass as number;
  const space = await spaceOf(host, given);
  checkGaussianField(space, mass);
  const place = await placeOf(host, given);
  const filter = (given.filter as string | undefined) ?? 'uniform';
  const buffers = given.sites === undefined ? ((given.buffer as number[] | undefined) ?? [0]) : [0];
  const points: FieldRequest['points'] = [];
  let weights: number[][] | undefined;
  for (const buffer of buffers) {
    const region = regionOf(space, neighbours(space), { ...place, buffer });
    weights ??= await filterOf(host.files, filter, [region.block.length, 1], 1);
    points.push(pointOf(region, buffer, () => exactGaussianField(space, region, mass, weights?.[0])));
  }
  const { cells, sites } = space;
  const where = cells ? { size: cells.sides, boundary: cells.boundary, lattice: given.lattice ?? 'square' } : { edges: given.edges, nodes: sites };
  return { common: { ...where, mass, filter: { name: filter, weights } }, filter, points };
}

function pointOf({ block, buffer, environment }: Region, width: number, run: () => ExactInformation): FieldRequest['points'][number] {
  const title = `Gaussian field, ${block.length} sites in V, ${environment.length} in E, buffer ${width}`;
  return { parameters: { buffer: width, sites: { block, buffer, environment } }, title, run };
}
