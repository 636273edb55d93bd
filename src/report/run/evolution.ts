import { signsOfState } from '../../coarse/table.ts';
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { list, plural } from '../draw/words.ts';
import { pointLabel } from './words.ts';

/** States of a block that are listed one by one, at most. */
const MOST_LISTED = 16;

/** How filters evolved, and of tables what they are: nothing where filters learned by their gradient. */
export function evolutionWords({ config, points }: Pick<Summary, 'config' | 'points'>): string[] {
  const known = points.flatMap(({ evolution }) => (evolution ? [evolution] : []));
  if (known.length === 0) return [];
  const told = known.reduce((sum, { evaluations }) => sum + evaluations, 0);
  const what = { weights: 'Weights', ternary: 'Weights out of -1, 0 and 1', table: 'The signs of all states of the block' }[config.evolve ?? 'weights'];
  const how = `${what} evolved by CMA-ES, without a gradient: ${told} validations, ${known[0].population} candidates and ${known[0].repeated} of them twice in each generation.`;
  const tables = points.flatMap((point) => (point.tables ? [`${placeOf(config, point, points.length)}${tableWords(point.tables[point.best])}`] : []));
  return [how, ...(tables.length > 0 ? ['Figures show the linear parts of these functions; summary.json has their tables.', ...tables] : [])];
}

function placeOf(config: Summary['config'], { temperature, buffer }: PointSummary, points: number): string {
  return points > 1 ? `At ${pointLabel({ config }, temperature)}, buffer ${lengthWords(buffer)}: ` : '';
}

/** The rarer value of each component, and the states of the block in which H has it, the first value first. */
function tableWords(table: readonly (readonly number[])[]): string {
  const parts = table.map((signs, c) => {
    const plus = signs.filter((sign) => sign > 0).length;
    const rare = 2 * plus <= signs.length ? 1 : -1;
    const states = signs.flatMap((sign, state) => (sign === rare ? [state] : []));
    const name = `${table.length > 1 ? `component ${c + 1} of ` : ''}H is ${rare > 0 ? '+' : '-'}`;
    if (states.length === 0) return `${name} nowhere`;
    const values = Math.log2(signs.length);
    const written = states.map((state) =>
      signsOfState(state, values)
        .map((sign) => (sign > 0 ? '+' : '-'))
        .join(''),
    );
    return `${name} in ${plural(states.length, 'state')} of ${signs.length}${states.length <= MOST_LISTED ? `: ${list(written)}` : ''}`;
  });
  const text = parts.join('; ');
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
