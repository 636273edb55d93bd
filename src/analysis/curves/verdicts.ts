/** When a law is rejected, when one of two is chosen, and what counts as full or as critical: shared by all code that judges curves. */

/** The two-sided probability of three standard errors: a model with a smaller p is rejected. */
export const REFUSED = 0.0027;
/** Standard errors by which a value must exceed another to be called larger. */
export const ERRORS = 3;
/**
 * Difference of χ² at which one of two laws with as many parameters is chosen. A law that is right loses to another by
 * a likelihood ratio exp(5) with probability below exp(-5) = 0.7 % (Markov's inequality); differences of AIC beyond 10
 * leave a model "essentially no" support: Burnham and Anderson, Model Selection and Multimodel Inference (2002), section 2.6.
 */
export const CLEAR = 10;

/** Part of the largest possible value that may be missing although the errors are smaller: such a value still counts as the largest. */
export const FULL = 0.02;
/** Points this near to a transition, relatively, are at it and on neither side, because users round its value. */
export const AT_TRANSITION = 1e-3;

/**
 * The difference of χ² at which one law counts as closer although neither is accepted: `CLEAR` in units of the χ² per degree of
 * freedom of the better one, as if errors were enlarged until it fits.
 */
export function clearBehind(best: { chi2: number; dof: number; p: number }): number {
  return CLEAR * (best.p < REFUSED ? Math.max(1, best.chi2 / best.dof) : 1);
}
