import type { HeldOut } from './constant.ts';

/** The held-out value of a fold. */
interface FoldValue {
  value: HeldOut;
  /** Samples held out. */
  samples: number;
}

/**
 * One value out of those of all folds, over all samples: each is held out once, from a filter and a critic that never saw it.
 * The value is Σ w_f θ_f, w_f being the part of the samples in fold f; every θ_f is a lower bound for its own filter. Its error
 *
 *   error² = Σ w_f² e_f² + (1/F + 1/(F-1)) max(0, s² - <e_f²>)
 *
 * has two parts. Given the filters, the folds are independent, since they hold out different samples: the first term, the variance
 * within folds of Bayle, Bayle, Janson and Mackey, Cross-validation confidence intervals for test error, NeurIPS 2020, arXiv:2007.12671,
 * section 3. Where the values of the folds spread by more than their errors (s² is their variance), their filters differ in quality.
 * These are not independent: any two folds share most of the samples trained on. The excess therefore enters with the correlation
 * 1/F of Nadeau and Bengio, Machine Learning 52, 239 (2003), section 3, which assume it, as no unbiased estimate exists (Bengio and
 * Grandvalet, JMLR 5, 1089 (2004)). Folds that differ by chance alone enlarge the error, too: by a fifth on average for five folds.
 * @returns the value itself of a single fold
 */
export function crossFitted(folds: readonly FoldValue[]): HeldOut {
  const [{ value: first }] = folds;
  if (folds.length === 1) return first;
  const F = folds.length;
  const total = folds.reduce((sum, { samples }) => sum + samples, 0);
  const weighted = (of: (value: HeldOut) => number) => folds.reduce((sum, { value, samples }) => sum + (samples / total) * of(value), 0);
  const mean = weighted((value) => value.mean);
  const within = folds.reduce((sum, { value, samples }) => sum + ((samples / total) * value.error) ** 2, 0);
  const spread = folds.reduce((sum, { value }) => sum + (value.mean - mean) ** 2, 0) / (F - 1);
  const expected = folds.reduce((sum, { value }) => sum + value.error ** 2, 0) / F;
  const error = Math.sqrt(within + (1 / F + 1 / (F - 1)) * Math.max(0, spread - expected));
  return { mean, error, halves: [weighted(({ halves }) => halves[0]), weighted(({ halves }) => halves[1])] };
}
