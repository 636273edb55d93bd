/** Filters of a table that are found by deflation: trained one after the other, each with those before it known. */
import { type BlockOfValues, splitFilter } from '../../analysis/operators/split.ts';
import type { TrainInput } from '../../train/config/types.ts';
import { type DeflationOptions, type DeflationStage, FILTER_CANDIDATES } from '../../train/deflation/deflate.ts';
import type { Operator } from '../../train/deflation/operator.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { identityOf, type Once, once, seedFrom } from '../cells/once.ts';
import { foundInput } from './found_input.ts';
import type { GivenOperator, OperatorsPlan } from './plan.ts';

/** Finds operators on a device or in a test; as `operatorsOf`. */
export type FindOperators = (input: TrainInput, options: DeflationOptions) => Promise<Operator[]>;

/** The filters of one entry: a file `deflation/<index>-<hash>.json` of the study's folder. */
interface FoundRecord {
  readonly index: number;
  /** Of the training. */
  readonly hash: string;
  readonly operators: readonly Operator[];
  /** Every stage with all candidates, the last one without an operator where the chain ended by itself. */
  readonly stages: readonly DeflationStage[];
  readonly seed: number;
  readonly seconds: number;
}

/** Version of records: with another version filters are found again. */
const RECORD = 1;

/**
 * Finds the filters, unless they are there.
 * @throws BlockspinError as trainings do
 */
export async function runFound(
  folder: StudyFolder,
  plan: OperatorsPlan,
  find: FindOperators,
  hooks: NonNullable<DeflationOptions['hooks']>,
): Promise<Once<FoundRecord>> {
  const { config } = folder;
  const { index, entry, block } = plan;
  const { graph: _, ...what } = foundInput(config, plan);
  const seed = await seedFrom(['deflation', config.seed, what]);
  const hash = await identityOf([RECORD, what, entry.most]);
  return once(folder, { part: 'deflation', index, hash }, async () => {
    const began = performance.now();
    const stages: DeflationStage[] = [];
    // Where products are sorted into no sector only values are read.
    const candidates = block.inner === 'none' ? FILTER_CANDIDATES.filter(({ inputs }) => inputs === 'spins') : FILTER_CANDIDATES;
    const operators = await find(foundInput(config, plan, seed), {
      most: entry.most,
      candidates,
      hooks,
      onStage: (stage) => {
        stages.push(stage);
      },
    });
    return { index, hash, operators, stages, seed, seconds: (performance.now() - began) / 1000 };
  });
}

/** Operators in the order in which they were found, H1, H2, ..., split into sectors. */
export function asGiven(operators: readonly Operator[], block: BlockOfValues): GivenOperator[] {
  return operators.flatMap(({ inputs, weights, pairs, gain }, n) =>
    splitFilter({ name: `H${n + 1}`, inputs, weights, pairs }, block).map((part) => ({ ...part, gain })),
  );
}
