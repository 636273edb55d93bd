/** A plan out of its file against its config: nothing is believed that follows from something else. */
import { curveSteps } from '../../train/config/budget.ts';
import { encode } from '../cells/record.ts';
import { axisNames, type Cell, cellAt, partsOf, type StudyPlan, stepsOf, valuesOf } from './plan.ts';

/**
 * Computes a plan again from its config. Only the order in which values came into the study cannot be computed.
 * @param plan as it was stored; anything may be wrong with it but its config
 * @returns what differs, in words; undefined where nothing does
 */
export function planMismatch({ config, axes, cells, steps }: StudyPlan): string | undefined {
  if (![axes, cells, steps].every(Array.isArray)) return 'no axes, cells and steps';
  const names = axisNames(config);
  if (encode(axes.map((axis) => axis?.name ?? null)) !== encode(names)) return `axes other than ${names.join(', ')}`;
  for (const { name, values } of axes) {
    const wanted = valuesOf(config, name) ?? [];
    const sorted = Array.isArray(values) ? [...values].sort((a, b) => a - b) : [];
    if (encode(sorted) !== encode(wanted)) return `other values of ${name} than its config has`;
  }
  const total = axes.reduce((product, { values }) => product * values.length, partsOf(config));
  if (cells.length !== total) return `${cells.length} cells, the grid has ${total}`;
  const extents = [...axes.map(({ values }) => values.length), partsOf(config)];
  const places = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const at = cell?.at;
    const inside =
      Array.isArray(at) && at.length === extents.length && at.every((place, axis) => Number.isInteger(place) && place >= 0 && place < extents[axis]);
    if (!inside || !isSame(cell, cellAt(config, axes, at, index))) return `a cell ${index} that does not follow from its config`;
    places.add(at.join());
  }
  if (places.size !== cells.length) return 'two cells of one place';
  // Curves of a kept filter once ended after `refine`.
  const { freeze, refine, steps: trained } = config.train;
  const known = [stepsOf(config), curveSteps(freeze ? refine : trained)];
  return known.some((one) => encode(one) === encode(steps)) ? undefined : 'steps other than those of its trainings';
}

function isSame(a: Cell, b: Cell): boolean {
  const names = Object.keys(b.values) as (keyof Cell['values'])[];
  const sameValues = Object.keys(a.values ?? {}).length === names.length && names.every((name) => a.values[name] === b.values[name]);
  return sameValues && (['index', 'firstRun', 'runs', 'seed'] as const).every((key) => a[key] === b[key]);
}
