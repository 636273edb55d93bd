/** Settings of a scene on the page, their defaults, and what is wrong with others. */
import { LAB_MODELS, type LabModel, labModel } from './catalogue.ts';

/** Everything a link says. Lengths in lattice sites; on a tiling size and block are levels, buffer and shell bonds. */
export interface LabSettings {
  model: string;
  size: number;
  block: number;
  buffer: number;
  shell: number;
  /** Value of the control parameter; 1 where there is none. */
  temperature: number;
  replicas: number;
  seed: number;
}

/** Settings that a model has without any wanted ones. */
const defaultsOf = ({ id, usually, control }: LabModel): LabSettings => ({ model: id, ...usually, temperature: control?.usual ?? 1, replicas: 8, seed: 1 });

export const DEFAULTS: LabSettings = defaultsOf(LAB_MODELS[0]);

/** Bonds from the block to where a patch of the tiling ends, by the levels of patch and block. */
const ROOM: Readonly<Record<string, number>> = { '1 0': 3, '2 0': 13, '2 1': 9 };

const MOST = { buffer: 16, shell: 16, replicas: 32, seed: 2 ** 31 - 1 };

/** The model of settings that were checked. */
export function modelOf({ model }: Pick<LabSettings, 'model'>): LabModel {
  return labModel(model) ?? LAB_MODELS[0];
}

/** Weights of a filter in a row of its picture: of a site one, or one for each of its two bonds. Those of a tiling stand in no rows. */
export function columnsOf({ model, block }: Pick<LabSettings, 'model' | 'block'>): number {
  const { view, values } = modelOf({ model });
  return view === 'tiling' ? 1 : block * values;
}

/** Whether block, buffer and environment fit the lattice, or the patch. */
export function fits({ model, size, block, buffer, shell }: Pick<LabSettings, 'model' | 'size' | 'block' | 'buffer' | 'shell'>): boolean {
  if (modelOf({ model }).view === 'tiling') return buffer + shell <= (ROOM[`${size} ${block}`] ?? 0);
  return block + 2 * buffer + 2 * shell <= size && size % block === 0;
}

const whole = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;

/**
 * Settings as they can be used, and one sentence for each that was replaced.
 * @param wanted any numbers; those that are missing have their defaults
 */
export function checked(wanted: Partial<LabSettings>): { settings: LabSettings; problems: string[] } {
  const problems: string[] = [];
  const model = labModel(wanted.model ?? DEFAULTS.model);
  if (!model)
    problems.push(`There is no model “${wanted.model}”: shown is the ${LAB_MODELS[0].title}. Models are ${LAB_MODELS.map(({ id }) => id).join(', ')}.`);
  const record = model ?? LAB_MODELS[0];
  const base = defaultsOf(record);
  const settings = { ...base };
  const take = (key: keyof Omit<LabSettings, 'model'>, good: (value: number) => boolean, allowed: string) => {
    const value = wanted[key];
    if (value === undefined) return;
    if (good(value)) settings[key] = value;
    else problems.push(`${key} is ${allowed}, not ${value}: shown is ${base[key]}.`);
  };
  take('size', (value) => record.sizes.includes(value), `one of ${record.sizes.join(', ')}`);
  take('block', (value) => record.blocks.includes(value), `one of ${record.blocks.join(', ')}`);
  take('buffer', (value) => whole(value, 0, MOST.buffer), `a whole number from 0 to ${MOST.buffer}`);
  take('shell', (value) => whole(value, 1, MOST.shell), `a whole number from 1 to ${MOST.shell}`);
  const { least, most } = record.control ?? { least: 1, most: 1 };
  take('temperature', (value) => value >= least && value <= most, record.control ? `from ${least} to ${most}` : 'not part of this model, or 1');
  take('replicas', (value) => whole(value, 1, MOST.replicas), `a whole number from 1 to ${MOST.replicas}`);
  take('seed', (value) => whole(value, 0, MOST.seed), `a whole number from 0 to ${MOST.seed}`);
  if (!fits(settings)) {
    const { size, block, buffer, shell } = settings;
    const tiling = record.view === 'tiling';
    problems.push(
      `A block of ${block} with a buffer of ${buffer} and an environment of ${shell} does not fit a ${tiling ? 'patch of level' : 'lattice of'} ${size}: shown is the smallest window.`,
    );
    Object.assign(settings, tiling ? { block: 0, buffer: 0, shell: 1 } : { block: 2, buffer: 1, shell: 1 });
  }
  return { settings, problems };
}
