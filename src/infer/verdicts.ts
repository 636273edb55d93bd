import type { TissueParameters } from '../model/tissue/parameters.ts';
import type { InferConfig } from './config.ts';
import type { InferVerdict, NudgeResult } from './result.ts';
import { polishingOf } from './rows.ts';

/** Errors beyond which a chirality counts as there, once in twenty by chance: Student's t for an error from so many refits, to a hundredth from 8 on. */
const seenFrom = (refits: number) => 1.96 + 2.37 / (refits - 1) + 2.8 / (refits - 1) ** 2;

const kOf = (nudge: number | 'inf') => (nudge === 'inf' ? 'force matching' : `k = ${nudge}`);

/** 'P0 and chi are', of the parameters that were to be fitted. */
function namesOf({ starts }: NudgeResult): string {
  const names = Object.keys(starts[0]?.start ?? {});
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`;
}

/** What a row says, in words. */
function ofRow(row: NudgeResult, cells: number): InferVerdict[] {
  const { nudge, outcome, estimate, bootstrap, zeroModes } = row;
  if (outcome === 'no state') return [{ kind: 'no state', nudge, words: `${kOf(nudge)}: the inner solver found no state from any start` }];
  if (outcome === 'not determined') {
    if (row.regular)
      return [
        {
          kind: 'not determined',
          nudge,
          words: `${namesOf(row)} not determined at ${kOf(nudge)}: the cells are a regular tiling, at rest with any parameters`,
        },
      ];
    const many = zeroModes === undefined ? 'too many to count here' : zeroModes === 2 * cells + 1 ? `2N+1 = ${zeroModes}` : `${zeroModes}`;
    const words = `${namesOf(row)} not determined at ${kOf(nudge)}: the tissue is fluid (${many} zero modes), so that no state is the one to compare with`;
    return [{ kind: 'not determined', nudge, words, ...(zeroModes === undefined ? {} : { zeroModes }) }];
  }
  const found: InferVerdict[] = [];
  if (nudge === 0 && polishingOf(cells) === 'none') {
    const words = `${kOf(nudge)}: of so many cells the state comes to rest more slowly than parameters move; do not rely on it before a run with twice the relaxation steps agrees`;
    found.push({ kind: 'unconverged', nudge, words });
  }
  for (const symbol of Object.keys(row.response ?? {}).filter((one) => !Object.hasOwn(estimate ?? {}, one))) {
    const why = symbol === 'chi' ? ', as hardly any edge is under tension' : '';
    found.push({ kind: 'no response', nudge, words: `${kOf(nudge)}: ${symbol} does not show${why}` });
  }
  if (estimate?.chi !== undefined && bootstrap) {
    const z = (bootstrap.corrected.chi as number) / (bootstrap.error.chi as number);
    const words =
      Math.abs(z) >= seenFrom(bootstrap.fits)
        ? `chi differs from 0 by ${Math.abs(z).toFixed(1)} errors`
        : `chi cannot be told from 0 (${Math.abs(z).toFixed(1)} errors)`;
    found.push({ kind: 'chirality', nudge, words: `${kOf(nudge)}: ${words}`, z });
  }
  return found;
}

/** Which k to read first: of white noise the smallest, of the dynamics' own noise that nearest to 1, by factors. */
export function advisedOf(table: readonly NudgeResult[], noise: InferConfig['bootstrap']): number | 'inf' | undefined {
  const found = table.filter(({ outcome }) => outcome === 'found').map(({ nudge }) => nudge);
  const far = (nudge: number | 'inf') => (nudge === 'inf' ? 10 : nudge === 0 ? 9 : Math.abs(Math.log10(nudge)));
  return noise === 'white' ? found[0] : [...found].sort((a, b) => far(a) - far(b))[0];
}

/**
 * Sentences about a result: what each k says, what nudging can and cannot do here, and what had to be known.
 * The statements about noise were measured on tissues of 36 cells (docs/infer.md).
 */
export function verdictsOf(table: readonly NudgeResult[], cells: number, config: InferConfig, known: TissueParameters): InferVerdict[] {
  const found = table.flatMap((row) => ofRow(row, cells));
  const fluid = table.some(({ outcome }) => outcome === 'not determined');
  const regular = table.some((row) => row.regular);
  const words = regular
    ? 'no nudge helps: what differs between the cells is noise. Take a tissue with cells of different shapes, at rest'
    : fluid
      ? 'in a fluid tissue nudging decides: only with k above 0 is there a state to compare with'
      : config.bootstrap === 'white'
        ? 'white noise of measured positions: k = 0 is best and any nudge loses; errors hold for this noise alone'
        : 'noise of the dynamics: k of about the stiffness of the tissue, 1 to 3, halves the error of P0 at k = 0 and takes about a third off that of chi; for white noise of measured positions k = 0 is best';
  found.push({ kind: 'nudging', words });
  if (!config.fit.includes('KP')) {
    found.push({
      kind: 'known',
      words: `K_P was taken as ${known.perimeterStiffness}: one snapshot gives ratios of forces, and noise makes a fitted K_P too small`,
    });
  }
  return found;
}
