/** Sentences on how the samples of own data were used: parts and folds, their correlation along the file, whether more would change a value. */
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { concise, significant } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';

/** Fewer independent samples than this may hold none of the rare ones on which a value depends: the least error of the estimate then decides. */
const FEW = 150;

/** '96 trained on, 32 validated on, the last 32 held out', or how folds share the samples. */
export function splitWords({ chains, validation, heldOut, folds = 1 }: Summary['config']): string {
  if (folds === 1) return `${chains} trained on, ${validation} validated on, the last ${heldOut} held out`;
  return `each held out once, in ${folds} folds of ${heldOut}, with ${chains} of the others trained on and ${validation} validated on`;
}

/** How values and errors over several folds come about; empty for a single training. */
export function foldWords({ folds = 1 }: Summary['config']): string[] {
  if (folds === 1) return [];
  return [
    `Values are means over ${folds} trainings, each on samples that it does not hold out, and over all samples; errors contain the spread between folds beyond that of their samples.`,
  ];
}

/** What errors assume of the samples, or what they were enlarged by. */
export function independenceWords({ correlation, config }: Pick<Summary, 'correlation' | 'config'>): string {
  // Results of version 0.1, which did not look for it, have no folds.
  if (!correlation) return `Errors take the samples to be independent${config.folds === undefined ? '' : '; along the file no correlation is seen'}.`;
  const { tau, quantity, factor } = correlation;
  const { data, heldOut, folds = 1 } = config;
  const count = (folds > 1 ? (data?.samples ?? heldOut) : heldOut) / factor ** 2;
  const few = count < FEW ? ', too few to hold every kind of sample: an error is at least what those of other kinds would change' : '';
  return `Samples are correlated along the file: the autocorrelation time of ${quantity} is ${significant(tau, 2)} samples, and errors are enlarged by √(1 + 2τ) = ${factor.toFixed(2)}. Those held out count as about ${significant(count, 2)} independent ones${few}.`;
}

/** What a learning curve says, a sentence for each point that has one. */
export function learningWords(points: readonly PointSummary[]): string[] {
  return points.flatMap(({ learning_curve: learning, buffer, verdict }) => {
    if (!learning || verdict === 'nonstationary') return [];
    const where = points.length > 1 ? ` across a buffer of ${lengthWords(buffer)}` : '';
    const values = `Trained on ${list(learning.points.map(({ samples }) => String(samples)))} samples, I(H:E)${where} is ${list(learning.points.map(({ information }) => concise(information)))} nats`;
    if (!learning.doubling) return [`${values}.`];
    const { change, outcome } = learning.doubling;
    const by = `${concise(change)} nats`;
    if (outcome === 'rising') return [`${values}: the last doubling added ${by}, so more samples would raise the value.`];
    if (outcome === 'open')
      return [`${values}: the last doubling added ${by}, between one and two errors, so whether more samples would raise the value is open.`];
    return [`${values}: no change is seen with the last doubling, ${by}.`];
  });
}
