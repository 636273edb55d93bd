/** Names of block and lattice of a run, and sentences on fixed data: their values, and the places at which windows were cut. */
import { recordOf } from '../../model/models.ts';
import { lengthWords } from '../../space/lengths.ts';
import { viewsWords } from '../../space/sites.ts';
import { boundaryWords } from '../../space/space.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { sidesOf } from '../draw/block.ts';
import { article, list } from '../draw/words.ts';

/** What a value of a configuration belongs to. */
export function valueNoun({ graph, model }: Summary['config'] & { graph?: unknown }): 'site' | 'edge' | 'node' {
  if (graph === undefined) return 'site';
  return recordOf(model).support === 'bonds' ? 'edge' : 'node';
}

/** '12 listed sites'; of a model on a graph '12 edges'. */
export function listedWords(config: Summary['config']): string {
  const noun = valueNoun(config);
  return `${config.block} ${noun === 'site' ? 'listed sites' : `${noun}s`}`;
}

/** '4 × 4 sites', or '12 listed sites'. */
export function blockWords({ config }: Pick<Summary, 'config'>, point: Pick<PointSummary, 'extents' | 'lag'>): string {
  return config.sites ? listedWords(config) : `${sidesOf({ ...point, block: config.block }).join(' × ')} sites`;
}

/** 'a 4 × 6 lattice', 'a ring of 12 sites', 'a kagome lattice of 4 × 4 cells'. */
export function latticeWords({ config }: Pick<Summary, 'config'>, { extents, boundary, cell }: Pick<PointSummary, 'extents' | 'boundary' | 'cell'>): string {
  const { sites, data } = config;
  const sides = extents.join(' × ');
  // The title of a model has the name of its lattice.
  if (cell && data) return `a ${cell.name} lattice of ${sides} ${cell.basis.length > 1 ? 'cells' : 'sites'}`;
  if (extents.length > 1) return `${article(extents[0])} ${sides} lattice`;
  return `${sites ? '' : boundary?.[0] === 'open' ? 'an open chain of ' : 'a ring of '}${extents[0]} ${valueNoun(config)}s`;
}

/** How fixed data are interpreted, in sentences: their values, and where windows were cut. */
export function dataWords(point: Parameters<typeof cuttingWords>[0] & Pick<PointSummary, 'alphabet'>): string[] {
  return [alphabetWords(point), cuttingWords(point)].filter(Boolean);
}

/** Where windows of sampled configurations are cut, unless that is everywhere. */
export function placeWords(point: Parameters<typeof cuttingWords>[0]): string[] {
  if (!point.at && point.stride === undefined) return [];
  return [`Windows are cut ${point.places === 1 ? 'at the one place' : `at random at one of the ${point.places} places`} ${restrictions(point)}.`];
}

/** At which places of a graph samples were read, unless that is the centre alone. */
export function viewPhrases({ sites }: Pick<Summary['config'], 'sites'>): string[] {
  if (!sites?.views) return [];
  const { exact } = sites.views;
  const what = exact
    ? 'each has the same ensemble, so that the value is that of the centre, from more samples'
    : 'training, validation and the reported value are of all of them together';
  return [
    `Every 32 samples are read in one of several views in turn: ${viewsWords(sites.views)}; ${what}. Errors are over chains, whose samples are in all views.`,
  ];
}

/** How values are interpreted; empty for two values, where there is only one way. */
function alphabetWords({ alphabet }: Pick<PointSummary, 'alphabet'>): string {
  if (alphabet.kind !== 'states') return '';
  return `The values ${list(alphabet.values.map(String))} are taken as ${alphabet.values.length} states without an order.`;
}

/** The effect of the boundary of fixed data, and of where windows are cut, on the values; empty where sites are listed. */
function cuttingWords(point: Pick<PointSummary, 'boundary' | 'axes' | 'places' | 'at' | 'stride' | 'lag' | 'holes'>): string {
  const { boundary, places, lag } = point;
  if (!boundary) return '';
  const later = lag === undefined ? '' : ` The environment lies ${lag} ${lag === 1 ? 'step' : 'steps'} of time after the block.`;
  const periodic = boundary.every((one) => one === 'periodic');
  const lattice = `The lattice is taken as ${boundaryWords({ boundary, axes: point.axes })}: `;
  const only = restrictions(point);
  if (periodic && only === '') return `${lattice}windows wrap around its edges.${later}`;
  const where = places === 1 ? 'at the one place' : `at random at one of the ${places} places`;
  const mixture = places === 1 ? '' : '; values are those of the mixture over these places';
  return `${lattice}windows are cut ${where} ${only || 'where all of the largest window exists'}${mixture}.${later}`;
}

/** Where blocks may lie beside that; empty where they may lie anywhere. */
function restrictions({ at, stride, holes, boundary = [] }: Pick<PointSummary, 'at' | 'stride' | 'holes' | 'boundary'>): string {
  const without = holes ? [`is without the ${holes === 1 ? 'site that has no value' : `${holes} sites that have no values`}`] : [];
  const ends = boundary.includes('open') ? ['ends where the lattice ends'] : [];
  const missing = without.length + ends.length > 0 ? `; its window ${[...without, ...ends].join(' and ')}` : '';
  if (at && stride === undefined) return `at which the block begins at site ${at.join(', ')}${missing}`;
  const steps = stride === undefined ? [] : [`at which the block begins at a multiple of ${lengthWords(stride)}${at ? ` from ${at.join(', ')}` : ''}`];
  return [
    ...steps,
    ...(holes ? [`where no window touches ${holes === 1 ? 'the site without a value' : `one of the ${holes} sites without values`}`] : []),
  ].join(' and ');
}
