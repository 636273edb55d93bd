/** Which parts of a study may change between two runs, and which may not. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { arraysOf } from '../cells/arrays.ts';
import { encode } from '../cells/record.ts';
import { planStudy, type StudyPlan } from './plan.ts';
import type { StudyConfig } from './schema.ts';

/** For messages. */
const MAY_CHANGE =
  'name, figures, correlators, operators and nulls may change, values may be added to the axes of grid other than buffer, and runs may grow by whole cells';

/**
 * @returns the previous plan, to be extended
 * @throws BlockspinError naming the first key that may not change, with its old and its new value
 */
export function checkEnlargement(before: StudyPlan, config: StudyConfig, path: string): StudyPlan {
  const changes = differences(before.config, config).filter(({ key, old, now }) => !allowed(key, old, now, before.config));
  // A new axis removes a setting from train: this change was requested.
  const change = changes.find(({ key }) => key.startsWith('grid.')) ?? changes[0];
  if (change) throw changed(path, change.key, change.old, change.now);
  const [old, now] = [arraysOf(before), arraysOf(planStudy(config, before))];
  const other = Object.keys(old).find((name) => encode(old[name as 'filter'].chunk) !== encode(now[name as 'filter'].chunk)) as 'filter' | undefined;
  if (!other) return before;
  const axis = old[other].dims.find((_, i) => old[other].chunk[i] !== now[other].chunk[i]) as string;
  const key = axis === 'component' ? 'grid.components' : axis === 'row' || axis === 'column' ? 'grid.block' : axis;
  throw changed(path, key, `at most ${old[other].chunk[old[other].dims.indexOf(axis)]} per filter (${axis})`, now[other].chunk[now[other].dims.indexOf(axis)]);
}

interface Change {
  key: string;
  old: unknown;
  now: unknown;
}

function allowed(key: string, old: unknown, now: unknown, { runsPerCell }: StudyConfig): boolean {
  if (key === 'name' || key.startsWith('figures') || key === 'correlators' || key === 'operators' || key === 'nulls') return true;
  // Existing cells hold a fixed number of runs: the last one has to be full.
  if (key === 'runs') return (now as number) > (old as number) && (old as number) % runsPerCell === 0;
  if (!key.startsWith('grid.') || key === 'grid.buffer') return false;
  return Array.isArray(old) && Array.isArray(now) && old.every((value) => now.includes(value));
}

/** Keys whose values differ; lists are compared as wholes. */
function differences(old: object, now: object, path = ''): Change[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((name): Change[] => {
    const [a, b] = [old, now].map((side) => (side as Record<string, unknown>)[name]);
    const key = path + name;
    if (encode(a ?? null) === encode(b ?? null)) return [];
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject(a) && isObject(b) ? differences(a as object, b as object, `${key}.`) : [{ key, old: a, now: b }];
  });
}

function changed(path: string, key: string, old: unknown, now: unknown): BlockspinError {
  const show = (value: unknown) => (value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(JSON.parse(encode(value))));
  return new BlockspinError({
    who: `${path}, ${key}`,
    expected: `${show(old)}, as the study was planned`,
    got: show(now),
    remedy: phrase`${MAY_CHANGE}; for anything else choose another folder for ${setting('out')}. Nothing has been changed`,
    code: 'store',
  });
}
