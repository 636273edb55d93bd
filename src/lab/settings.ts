/** Settings of a scene on the page, their defaults, and what is wrong with others. */
import { LAB_MODELS, type LabModel, labModel } from './catalogue.ts';

/** Everything a link says. Lengths in lattice sites. */
export interface LabSettings {
  model: string;
  size: number;
  block: number;
  buffer: number;
  shell: number;
  /** Value of the control parameter. */
  temperature: number;
  replicas: number;
  seed: number;
}

/** Settings that a model has without any wanted ones. */
const defaultsOf = ({ id, usually, usual }: LabModel): LabSettings => ({ model: id, ...usually, temperature: usual, replicas: 8, seed: 1 });

export const DEFAULTS: LabSettings = defaultsOf(LAB_MODELS[0]);

const MOST = { buffer: 16, shell: 16, replicas: 32, seed: 2 ** 31 - 1 };

/** The model of settings that were checked. */
export function modelOf({ model }: Pick<LabSettings, 'model'>): LabModel {
  return labModel(model) ?? LAB_MODELS[0];
}

/** Weights of a filter in a row of its picture: of a site one, or one for each of its two bonds. */
export function columnsOf({ model, block }: Pick<LabSettings, 'model' | 'block'>): number {
  return block * modelOf({ model }).values;
}

/** Whether block, buffer and environment fit the lattice. */
export function fits({ size, block, buffer, shell }: Pick<LabSettings, 'size' | 'block' | 'buffer' | 'shell'>): boolean {
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
  take('temperature', (value) => value >= record.least && value <= record.most, `from ${record.least} to ${record.most}`);
  take('replicas', (value) => whole(value, 1, MOST.replicas), `a whole number from 1 to ${MOST.replicas}`);
  take('seed', (value) => whole(value, 0, MOST.seed), `a whole number from 0 to ${MOST.seed}`);
  if (!fits(settings)) {
    const { size, block, buffer, shell } = settings;
    problems.push(
      `A block of ${block} with a buffer of ${buffer} and an environment of ${shell} does not fit a lattice of ${size}: shown is the smallest window.`,
    );
    Object.assign(settings, { block: 2, buffer: 1, shell: 1 });
  }
  return { settings, problems };
}
