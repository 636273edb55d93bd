/** The sentences at the head of a report: what was asked, the estimate to read first, and what it means. */
import type { Estimate } from '../../core/statistics.ts';
import type { FittedValues, InferResult, InferVerdict, NudgeResult } from '../../infer/result.ts';
import { fixed, plusMinus, significant } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { cloudsOf, covers, estimateOf, LEVELS, pairOf } from './clouds.ts';
import { firstRow, shownOf } from './fields.ts';
import { PARAMETERS, sentence, strengthName } from './symbols.ts';

/** A correction by more errors than this is doubted. */
const FAR = 3;

/** The first is the question, the others are answers. @param truth what the file says that the snapshot was made with */
export function findings(result: InferResult, truth: FittedValues | undefined): string[] {
  const row = firstRow(result);
  return [
    questionOf(result),
    ...(row ? [answerOf(result, row), ...doubtOf(result, row), ...gainOf(result, row)] : ['No strength of the nudge has an estimate.']),
    ...result.verdicts.filter((verdict) => isFirst(result, verdict)).map(({ words }) => sentence(words)),
    ...(row && truth ? [comparedOf(result, row, truth)] : []),
    ...(row && row.agreeing < row.starts.length
      ? [`At ${strengthName(row.nudge)} only ${row.agreeing} of ${row.starts.length} starts ended at this estimate, the one of the smallest loss.`]
      : []),
  ];
}

/** Whether a verdict stands at the head of the page: it holds for all, for the row to read first, or says that there is no number. */
export function isFirst(result: InferResult, { nudge, kind }: InferVerdict): boolean {
  return nudge === undefined || nudge === firstRow(result)?.nudge || kind === 'not determined' || kind === 'no state';
}

function questionOf({ cells, fitted }: InferResult): string {
  const names = fitted.map((symbol) => `${PARAMETERS[symbol].symbol} (${PARAMETERS[symbol].noun})`);
  return `Which ${list(names)} ${fitted.length === 1 ? 'brings' : 'bring'} a vertex model to rest as this snapshot of ${cells} cells shows it?`;
}

function answerOf({ fitted }: InferResult, row: NudgeResult): string {
  const { nudge, bootstrap, withoutBootstrap } = row;
  const values = fitted.flatMap((symbol) => {
    const { symbol: name, unit } = PARAMETERS[symbol];
    const value = estimateOf(row, symbol);
    const text = value && (bootstrap ? plusMinus(value) : significant(value.mean, 5));
    return text ? [`${name} = ${text}${unit ? ` ${unit}` : ''}`] : [];
  });
  const rest = bootstrap
    ? `errors from ${bootstrap.fits} refits of snapshots with ${bootstrap.noise === 'white' ? 'white noise of the positions' : 'noise of the dynamics'}`
    : `without errors: ${withoutBootstrap ?? 'there was no bootstrap'}`;
  return `At ${strengthName(nudge)}, which is to be read first, ${list(values)}; ${rest}.`;
}

function comparedOf(result: InferResult, row: NudgeResult, truth: FittedValues): string {
  const shown = shownOf(result.fitted, row.estimate);
  const values = list(shown.map((symbol) => `${PARAMETERS[symbol].symbol} = ${significant(truth[symbol] as number, 4)}`));
  const pair = pairOf(result.fitted);
  const cloud = pair && cloudsOf(result, pair).find(({ nudge }) => nudge === row.nudge);
  const covered = pair && cloud && covers(cloud, pair, truth);
  const far = shown.map((symbol) => {
    const { mean, error } = estimateOf(row, symbol) as Estimate;
    const away = Math.abs(mean - (truth[symbol] as number));
    return `${row.bootstrap ? `${fixed(away / error, 1)} errors` : significant(away, 2)} in ${PARAMETERS[symbol].symbol}`;
  });
  const region = covered === undefined ? '' : `; ${covered ? 'they lie within' : 'they lie outside of'} the ${100 * LEVELS[LEVELS.length - 1]} % ellipse`;
  return `The file says that it was made with ${values}, which took no part in the fit: the estimate is off by ${list(far)}${region}.`;
}

/** Of parameters that the correction moves by many errors: then the error that refits give is too small. */
function doubtOf({ fitted }: InferResult, row: NudgeResult): string[] {
  const far = shownOf(fitted, row.estimate).flatMap((symbol) => {
    const value = estimateOf(row, symbol);
    const errors = value ? Math.abs(value.mean - (row.estimate?.[symbol] as number)) / value.error : 0;
    return errors > FAR ? [`${PARAMETERS[symbol].symbol} by ${fixed(errors, 1)} errors`] : [];
  });
  return far.length > 0 ? [`At ${strengthName(row.nudge)} refits miss ${list(far)} on average: where the correction is so large, the error is too small.`] : [];
}

/** How much smaller errors are with the nudge than without; of the refits of this run. */
function gainOf({ table, fitted }: InferResult, row: NudgeResult): string[] {
  const plain = table.find(({ nudge }) => nudge === 0);
  if (!row.bootstrap || !plain?.bootstrap || plain === row) return [];
  const parts = shownOf(fitted, row.estimate).flatMap((symbol) => {
    const [one, other] = [estimateOf(row, symbol), estimateOf(plain, symbol)];
    return one && other ? [`of ${PARAMETERS[symbol].symbol} ${significant(one.error / other.error, 2)}`] : [];
  });
  return parts.length > 0 ? [`Errors at ${strengthName(row.nudge)} in parts of those at k = 0, of these refits: ${list(parts)}.`] : [];
}
