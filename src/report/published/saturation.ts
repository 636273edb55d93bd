/** R12: saturation with the number of components, for spins and dimers. */
import { isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { concise } from '../draw/numbers.ts';
import { placeLabel } from '../study/words.ts';
import { PRE, type PublishedRow, wordsRow } from './row.ts';

/**
 * Rows with the number of components at which the information saturates, and the part of it that one component has.
 * @param remark added to the note of a temperature
 */
export function saturationRow(
  analysis: StudyAnalysis,
  {
    published,
    temperatures,
    buffer: wanted,
    remark,
  }: { published: number; temperatures: readonly number[]; buffer: number; remark?: (temperature: number) => string },
): PublishedRow[] {
  if (isAbsent(analysis.saturation)) return [];
  return analysis.saturation.rows
    .filter(
      ({ temperature, buffer, saturation: { ratio, seen, components } }) =>
        temperatures.includes(temperature) && buffer === wanted && Number.isFinite(ratio.mean) && (seen || components > published),
    )
    .map(({ temperature, buffer, saturation: { components, seen, gains, ratio } }) =>
      wordsRow(
        {
          id: 'R12',
          claim: 'number of components at which the information saturates',
          source: `${PRE}, fig. 11`,
          at: `${placeLabel(analysis, temperature)}, L_B = ${buffer}`,
          note: `${gains.map(({ from, to, gain }) => `from ${from} to ${to}: ${concise(gain)} nats`).join(', ')}; one holds ${concise(ratio)} of all${published === 2 ? ', published one half' : ''}${remark?.(temperature) ?? ''}`,
        },
        String(published),
        `${components}${seen ? '' : ' or more'}`,
      ),
    );
}
