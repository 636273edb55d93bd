/** The sentences at the head of a report: what was asked, the estimate to read first, and what it means. */
import type { InferResult, NudgeResult, Values } from '../../infer/result.ts';
import { fixed, plusMinus, significant } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { cloudsOf, covers, LEVELS, pairOf } from './clouds.ts';
import { firstRow } from './fields.ts';
import { PARAMETERS, sentence, strengthName } from './symbols.ts';

/** The first is the question, the others are answers. @param truth what the file says that the snapshot was made with */
export function findings(result: InferResult, truth: Values | undefined): string[] {
  const row = firstRow(result);
  const own = result.verdicts.filter(({ nudge, kind }) => nudge === undefined || nudge === row?.nudge || kind === 'not determined' || kind === 'no state');
  return [
    questionOf(result),
    ...(row ? [estimateOf(result, row)] : ['No strength of the nudge has an estimate.']),
    ...own.map(({ words }) => sentence(words)),
    ...(row && truth ? [comparedOf(result, row, truth)] : []),
    ...(row && row.agreeing < row.starts.length
      ? [`At ${strengthName(row.nudge)} only ${row.agreeing} of ${row.starts.length} starts ended at this estimate, the one of the smallest loss.`]
      : []),
  ];
}

function questionOf({ cells, fitted }: InferResult): string {
  const names = fitted.map((symbol) => `${PARAMETERS[symbol].symbol} (${PARAMETERS[symbol].noun})`);
  return `Which ${list(names)} ${fitted.length === 1 ? 'brings' : 'bring'} a vertex model to rest as this snapshot of ${cells} cells shows it?`;
}

function estimateOf({ fitted }: InferResult, { nudge, estimate, bootstrap, withoutBootstrap }: NudgeResult): string {
  const unitOf = (unit: string) => (unit ? ` ${unit}` : '');
  const values = fitted.map((symbol) => {
    const { symbol: name, unit } = PARAMETERS[symbol];
    if (!bootstrap) return `${name} = ${significant(estimate?.[symbol] as number, 5)}${unitOf(unit)}`;
    return `${name} = ${plusMinus({ mean: bootstrap.corrected[symbol] as number, error: bootstrap.error[symbol] as number })}${unitOf(unit)}`;
  });
  const rest = bootstrap
    ? `errors from ${bootstrap.fits} refits of snapshots with ${bootstrap.noise === 'white' ? 'white noise of the positions' : 'noise of the dynamics'}`
    : `without errors: ${withoutBootstrap ?? 'there was no bootstrap'}`;
  return `At ${strengthName(nudge)}, which is to be read first, ${list(values)}; ${rest}.`;
}

function comparedOf(result: InferResult, row: NudgeResult, truth: Values): string {
  const { fitted } = result;
  const values = list(fitted.map((symbol) => `${PARAMETERS[symbol].symbol} = ${significant(truth[symbol] as number, 4)}`));
  const pair = pairOf(fitted);
  const cloud = pair && cloudsOf(result, pair).find(({ nudge }) => nudge === row.nudge);
  const covered = pair && cloud && covers(cloud, pair, truth);
  const { bootstrap } = row;
  const far = fitted.map((symbol) => {
    const { mean, error } = bootstrap
      ? { mean: bootstrap.corrected[symbol] as number, error: bootstrap.error[symbol] as number }
      : { mean: row.estimate?.[symbol] as number, error: Number.NaN };
    const away = mean - (truth[symbol] as number);
    return bootstrap
      ? `${fixed(Math.abs(away) / error, 1)} errors in ${PARAMETERS[symbol].symbol}`
      : `${significant(Math.abs(away), 2)} in ${PARAMETERS[symbol].symbol}`;
  });
  const region = covered === undefined ? '' : `; ${covered ? 'they lie within' : 'they lie outside of'} the ${100 * LEVELS[LEVELS.length - 1]} % ellipse`;
  return `The file says that it was made with ${values}, which took no part in the fit: the estimate is off by ${list(far)}${region}.`;
}
