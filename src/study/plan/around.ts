/** Studies on graphs: block and environments are cut around a node, one environment for each buffer of the grid. */
import * as z from 'zod';
import { BlockspinError } from '../../core/errors.ts';
import type { Part } from '../../core/parts.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { whole } from '../../core/settings.ts';
import { modelNamed, SAMPLED } from '../../model/models.ts';
import { sitesAround } from '../../space/graph/around.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { VIEWS, type Views } from '../../space/graph/views.ts';
import type { SiteList } from '../../space/sites.ts';

const LARGEST = 2 ** 31 - 1;

/** The node that the block lies around, and how far the block reaches. */
const around = z
  .strictObject({
    centre: z
      .union([z.string(), whole(0, LARGEST)])
      .default('auto')
      .describe("number or label of the node; 'auto': one with the most regions"),
    level: whole(0, LARGEST).optional().describe('the block is the region of this level; for models of edges'),
    radius: whole(0, LARGEST).optional().describe('or what lies within so many bonds of the centre'),
    views: z
      .enum(VIEWS)
      .optional()
      .describe("what is read: the 'centre' alone, unless given; its 'images' under the symmetries about it; or also those about all 'equivalent' centres"),
  })
  .optional()
  .describe('the node of the graph that the block lies around; train.shell and grid.buffer then count bonds');

const ON_GRAPHS = SAMPLED.filter(({ settings }) => Object.hasOwn(settings, 'graph')).map(({ name }) => name);

/** Settings of studies of models on graphs. */
export const AROUND: Part = { when: { model: ON_GRAPHS }, settings: { around } };

/** As a completed study has them. */
export interface AroundSetting {
  /** Number or label of the node; 'auto': one with the most regions. */
  centre: number | string;
  /** The block is the region of this level; for models of edges. */
  level?: number | undefined;
  /** Or what lies within so many bonds of the centre. */
  radius?: number | undefined;
  /** Whether block and environments are read at other places, too. */
  views?: Views | undefined;
}

/** The settings of a study that a cut follows from. */
interface Cut {
  readonly train: {
    readonly model: string;
    readonly block?: number;
    readonly shell?: number;
    readonly around?: AroundSetting | undefined;
    readonly graph?: Graph;
  };
  readonly grid: { readonly buffer: readonly number[]; readonly block?: readonly number[]; readonly shell?: readonly number[] };
}

/** Cuts of studies that were asked for before: every cell asks. */
const known = new WeakMap<Cut['train'], { buffer: string; sites: SiteList }>();

/**
 * Settings of the trainings of a study as `train` takes them: with lists of the values of block and environments in the place of `around`.
 * @throws BlockspinError for axes of a window, and as `sitesAround`
 */
export function trainingOf<T extends Cut['train']>({
  train,
  grid,
}: {
  readonly train: T;
  readonly grid: Cut['grid'];
}): Omit<T, 'around'> & { sites?: SiteList } {
  const { around: cut, ...rest } = train;
  if (!cut) return rest;
  const axis = (['block', 'shell'] as const).find((key) => grid[key]);
  if (axis) {
    const expected = phrase`no axis of a window, since ${setting('around')} says what the block is`;
    throw new BlockspinError({ setting: axis, expected, got: grid[axis], remedy: 'leave it out' });
  }
  const buffer = grid.buffer.join();
  const before = known.get(train);
  const on = modelNamed(train.model).support === 'bonds' ? 'edges' : 'nodes';
  const sites = before?.buffer === buffer ? before.sites : sitesAround(train.graph as Graph, on, { ...cut, buffers: grid.buffer, shell: train.shell ?? 1 });
  known.set(train, { buffer, sites });
  const { block: _, shell: __, ...beside } = rest;
  return { ...beside, sites } as unknown as Omit<T, 'around'> & { sites: SiteList };
}
