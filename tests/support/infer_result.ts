/** Made-up results of inferences, in the shape in which the program makes them: reports are tested without a fit. */
import type { Fitted } from '../../src/infer/parameters.ts';
import type { FittedValues, InferResult, NudgeResult } from '../../src/infer/result.ts';
import { PLAIN, type TissueParameters } from '../../src/model/tissue/parameters.ts';
import { normals } from './normals.ts';
import { patch } from './tissue_patch.ts';

/** The snapshot: the perturbed golden patch, a periodic tissue of 12 cells. */
export const snapshot = () => ({ mesh: patch(), parameters: { shape: 3.6, chirality: 0.2 } as Partial<TissueParameters> });

const TRUTH: FittedValues = { P0: 3.6, chi: 0.2, KP: 1 };
const ERRORS: FittedValues = { P0: 0.011, chi: 0.023, KP: 0.1 };
const STEPS = 20;

interface Made {
  readonly fitted?: readonly Fitted[];
  readonly nudges?: readonly (number | 'inf')[];
  /** Refits of each row; 0: no bootstrap. */
  readonly refits?: number;
  /** No estimate without a nudge, and chi does not show. */
  readonly fluid?: boolean;
  /** No row has an estimate. */
  readonly lost?: boolean;
}

/** A result with estimates near P0 = 3.6 and chi = 0.2. */
export function madeInference({ fitted = ['P0', 'chi'], nudges = [0, 1, 'inf'], refits = 16, fluid = false, lost = false }: Made = {}): InferResult {
  const table = nudges.map((nudge, i): NudgeResult => {
    const starts = [0, 1].map((n) => ({
      start: valuesOf(fitted, (symbol) => (TRUTH[symbol] as number) + 0.1 * n),
      found: !lost,
      estimate: estimateOf(fitted, i),
      loss: 1e-3,
      residual: 1e-12,
      curve: { step: Array.from({ length: STEPS }, (_, t) => t), loss: Array.from({ length: STEPS }, (_, t) => (2 + n) * Math.exp(-t / 3) + 1e-3) },
    }));
    if (lost) return { nudge, outcome: 'no state', starts, agreeing: 0, withoutBootstrap: 'there is no estimate' };
    if (fluid && nudge === 0)
      return { nudge, outcome: 'not determined', starts: starts.map(({ start }) => ({ start, found: false })), agreeing: 0, zeroModes: 25 };
    const shown = fitted.filter((symbol) => !fluid || symbol !== 'chi');
    const perCell = Array.from({ length: 12 }, (_, c) => 0.004 + 0.001 * Math.sin(c));
    const row = { nudge, outcome: 'found' as const, estimate: estimateOf(shown, i), loss: 1e-3, rms: 4.6e-3, starts, agreeing: 2, perCell };
    return refits > 0 ? { ...row, ...refitted(fitted, i, refits) } : { ...row, withoutBootstrap: 'not asked for' };
  });
  const advised = lost ? {} : { advised: nudges.includes(1) ? 1 : nudges[0] };
  return {
    cells: 12,
    fitted,
    known: Object.fromEntries(Object.entries(PLAIN).filter(([name]) => !['shape', 'chirality'].includes(name))) as InferResult['known'],
    table,
    ...advised,
    verdicts: [
      ...(fluid
        ? [{ kind: 'not determined' as const, nudge: 0, words: 'P0 and chi are not determined at k = 0: the tissue is fluid (2N+1 = 25 zero modes)' }]
        : []),
      ...(fluid || lost
        ? []
        : nudges.map((nudge) => ({
            kind: 'chirality' as const,
            nudge,
            words: `${nudge === 'inf' ? 'force matching' : `k = ${nudge}`}: chi differs from 0 by 9.0 errors`,
            z: 9,
          }))),
      { kind: 'known', words: 'K_P was taken as 1: one snapshot gives ratios of forces, and noise makes a fitted K_P too small' },
    ],
    polished: 'all',
    settings: { fit: fitted, nudge: nudges },
    seconds: 12.3,
    adapter: 'none: made up',
  };
}

const valuesOf = (fitted: readonly Fitted[], of: (symbol: Fitted) => number): FittedValues => Object.fromEntries(fitted.map((symbol) => [symbol, of(symbol)]));
const estimateOf = (fitted: readonly Fitted[], i: number) =>
  valuesOf(fitted, (symbol) => (TRUTH[symbol] as number) + 0.5 * (ERRORS[symbol] as number) * (i - 1));

/** Refits that miss by a third of an error on average. */
function refitted(fitted: readonly Fitted[], i: number, n: number): Pick<NudgeResult, 'bootstrap'> {
  const estimate = estimateOf(fitted, i);
  const draws = fitted.map((_, j) => normals(n, 100 * i + j));
  const estimates = Array.from({ length: n }, (_, r) =>
    valuesOf(fitted, (symbol) => (estimate[symbol] as number) + (ERRORS[symbol] as number) * (draws[fitted.indexOf(symbol)][r] + 1 / 3)),
  );
  const mean = valuesOf(fitted, (symbol) => estimates.reduce((sum, of) => sum + (of[symbol] as number) / n, 0));
  const spread = valuesOf(fitted, (symbol) =>
    Math.sqrt(estimates.reduce((sum, of) => sum + ((of[symbol] as number) - (mean[symbol] as number)) ** 2, 0) / (n - 1)),
  );
  return {
    bootstrap: {
      noise: 'dynamic',
      amplitude: 1e-4,
      estimated: true,
      snapshots: n,
      fits: n,
      mean,
      spread,
      corrected: valuesOf(fitted, (symbol) => 2 * (estimate[symbol] as number) - (mean[symbol] as number)),
      error: valuesOf(fitted, (symbol) => (spread[symbol] as number) * Math.sqrt(1 + 1 / n)),
      estimates,
    },
  };
}
