/** The progress of a run in words: what is being done, and how far. */
import { duration, fixed } from '../../src/report/draw/numbers.ts';
import type { Progress } from '../../src/train/hooks.ts';

const WORDS: Readonly<Record<Progress['phase'], string>> = {
  compiling: 'Preparing the kernels',
  sampling: 'Bringing the chains into equilibrium',
  training: 'Filters and critics are learning',
  refining: 'Filters stand; critics learn the discrete H',
  evaluating: 'Measuring on chains that nothing has learned from',
};

/** 'Filters and critics are learning: 45 % of the run, 0.512 nats in-sample, 12 s left'. */
export function progressInWords({ phase, fraction, estimate, secondsLeft }: Progress): string {
  const parts = [
    `${Math.floor(100 * fraction)} % of the run`,
    estimate === undefined || !Number.isFinite(estimate) ? '' : `${fixed(estimate, 3)} nats in-sample`,
    secondsLeft === undefined || !Number.isFinite(secondsLeft) ? '' : `${duration(secondsLeft)} left`,
  ];
  return `${WORDS[phase]}: ${parts.filter((part) => part !== '').join(', ')}`;
}

/** Compiling has no parts to count: the seconds so far. */
export const preparing = (seconds: number) => `${WORDS.compiling}: ${Math.round(seconds)} s so far, once for each model and size`;
