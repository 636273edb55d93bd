/** Super-dimers of the Ammann-Beenker tiling: what the paper found for each number of bits, and what any H of so many states can know. */
import type { AnalysedPoint, StudyAnalysis } from '../../study/analyse/types.ts';
import { concise, significant } from '../draw/numbers.ts';
import { doubtOf, measuredPoints, numberRow, type PublishedRow } from './row.ts';

const QC = 'arXiv:2301.11934';
/** Of the largest informations. */
export const EXACT_DIMERS = 'Kasteleyn determinants, docs/exact-values.md';

/** The level-1 region about an eight-fold node: all of its edges, or the published ones, which decide the others. */
const BLOCKS: readonly number[] = [112, 88];
const PATCH = /^Ammann-Beenker, level [234]$/;

/**
 * By the buffer, in bonds beyond the farthest node of the block: the published name of it, the published informations of 1 to 5 bits, and the largest
 * information of any H of 2, 4, 8 and 16 states, all in bits. Those with an error are over 20,000 drawn environments, the others over all.
 */
const CUTS: Readonly<
  Record<number, { readonly name: string; readonly published?: readonly number[]; readonly best: readonly number[]; readonly error?: number }>
> = {
  0: {
    name: 'published as buffer 3',
    published: [0.756, 1.566, 1.814, 2.094, 2.091],
    best: [0.7864693511, 1.5729387023, 2.1458774047, 2.4208277279],
  },
  1: { name: 'published as buffer 4', best: [0.7243, 1.4402, 1.9221, 2.1406], error: 0.0026 },
  2: { name: 'published as buffer 5', best: [0.5774, 1.1641, 1.521, 1.6752], error: 0.0043 },
};

/** Exact informations of the spokes: the edges of the centre alone, across a buffer from 1 on. */
const SPOKES = 8;

interface Place {
  readonly graph: string | undefined;
  readonly block: number;
  readonly buffer: number;
  readonly states: number;
}

/** The largest information that an H of some number of states can have, nats; undefined where it is not listed. */
export function bestOf({ graph, block, buffer, states }: Place): number | undefined {
  if (graph === undefined || !/^Ammann-Beenker, level [1234]$/.test(graph)) return undefined;
  if (block === SPOKES && buffer >= 1) return 0;
  if (!PATCH.test(graph) || !BLOCKS.includes(block)) return undefined;
  const best = CUTS[buffer]?.best;
  // More states than classes of the block know no more than 16.
  return best && Math.LN2 * best[Math.min(best.length, Math.ceil(Math.log2(states) - 1e-9)) - 1];
}

/** Rows of the published values and of the exact ceilings, in bits. */
export function quasicrystalRows(analysis: StudyAnalysis): PublishedRow[] {
  const { graph, coarse } = analysis;
  const block = analysis.setting.block;
  const bits = [...new Set(analysis.points.map(({ components }) => components))];
  return bits.flatMap((components) =>
    measuredPoints(analysis, components).flatMap((point) => {
      const best = bestOf({ graph, block, buffer: point.buffer, states: (coarse.states ?? 2) ** components });
      return best === undefined || coarse.variable !== 'discrete' ? [] : rowsOf(point, block, best / Math.LN2, coarse.states === 2);
    }),
  );
}

function rowsOf(point: AnalysedPoint, block: number, best: number, isBits: boolean): PublishedRow[] {
  const { components, buffer, information } = point;
  const ours = { mean: information.mean / Math.LN2, error: information.error / Math.LN2 };
  const { name, published, error = 0 } = block === SPOKES ? { name: '' } : CUTS[buffer];
  const at = `${components === 1 ? '1 component' : `${components} components`}, buffer ${buffer}${name ? ` (${name})` : ''}`;
  const value = isBits ? published?.[components - 1] : undefined;
  return [
    ...(value === undefined
      ? []
      : [
          numberRow(
            {
              id: 'R14',
              claim: 'information of super-dimers, bits',
              source: QC,
              at,
              note: `published in-sample; no H knows more than ${significant(best, 5)}`,
            },
            { value },
            ours,
            doubtOf([point]),
          ),
        ]),
    numberRow(
      {
        id: 'R15',
        claim: 'the largest information of any H, bits',
        source: EXACT_DIMERS,
        at,
        note: `${error > 0 ? 'of drawn environments' : 'exact'}; ours is a lower bound`,
      },
      { value: best, text: error > 0 ? concise({ mean: best, error }) : significant(best, 5) },
      { mean: ours.mean, error: Math.hypot(ours.error, error) },
      doubtOf([point]),
    ),
  ];
}
