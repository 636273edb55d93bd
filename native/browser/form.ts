/** The form of the page: a study by its name, the settings that people change, and all of them as JSON; the three always say the same. */
import { BlockspinError } from '../../src/core/errors.ts';
import { modelNamed } from '../../src/model/models.ts';
import { withIndices } from '../../src/report/draw/text.ts';
import { parseJson } from '../../src/store/json.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { STUDIES } from './studies.ts';

/** Settings by their keys. */
type Settings = Record<string, unknown>;

interface Field {
  key: string;
  label: string;
  /** Several values with commas between them, or one whole number. */
  kind: 'list' | 'whole';
  /** What stands for no value. */
  without?: string;
}

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

/** What is changed most, in the order of the form. */
function fieldsOf(settings: Settings): Field[] {
  const { control } = modelNamed(String(settings.model ?? 'ising'));
  return [
    { key: control.key, label: `${control.noun}s ${control.symbol}${control.unit ? ` (${control.unit})` : ''}`, kind: 'list' },
    { key: 'size', label: 'lattice side L (sites)', kind: 'whole' },
    { key: 'block', label: 'block side b (sites)', kind: 'whole' },
    { key: 'buffer', label: 'buffers (sites)', kind: 'list' },
    { key: 'components', label: 'components of H', kind: 'whole' },
    { key: 'replicas', label: 'replicas', kind: 'whole' },
    { key: 'steps', label: 'training steps', kind: 'whole' },
    { key: 'seed', label: 'seed', kind: 'whole', without: 'any' },
  ];
}

/** What stands in a field; infinity is 'inf', as on the command line. */
const shown = (value: unknown) => (value === undefined ? '' : [value].flat().join(', ').replaceAll('Infinity', 'inf'));

/** Numbers where they are some; other words are kept, and the program says what is wrong with them. */
function read(text: string, kind: Field['kind']): unknown {
  const values = text
    .split(/[,;\s]+/)
    .filter((word) => word !== '')
    .map((word) => (/^(inf|infinity|∞)$/i.test(word) ? Number.POSITIVE_INFINITY : Number.isNaN(Number(word)) ? word : Number(word)));
  return values.length === 0 ? undefined : kind === 'list' ? values : values.length === 1 ? values[0] : values;
}

/** JSON cannot write infinity; as in stored results, null stands for it. */
function settingsIn(text: string): Settings {
  let value: unknown;
  try {
    // For its checks, a key twice among them; the text is small.
    parseJson(new TextEncoder().encode(text));
    value = JSON.parse(text, (_, item) => (item === null ? Number.POSITIVE_INFINITY : item));
  } catch (error) {
    throw new BlockspinError({ who: 'settings', expected: 'JSON', got: (error as Error).message, remedy: 'mend the text or choose a study' });
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new BlockspinError({ who: 'settings', expected: 'an object such as {"size": 16}', got: text, remedy: 'put the settings in braces' });
  }
  return value as Settings;
}

/** One long line that the field wraps; infinity becomes null, as it is read. */
function written(settings: Settings): string {
  const entries = Object.entries(settings).map(([key, value]) => `"${key}": ${JSON.stringify(value).replaceAll(',', ', ')}`);
  return `{ ${entries.join(', ')} }`;
}

/** The settings of the form as they are now; see `settingsForm`. */
export interface SettingsForm {
  /** @throws BlockspinError where the JSON is none */
  settings(): TrainInput;
}

/**
 * Fills the form. `?study=NAME` chooses a study, `?config={...}` replaces settings of it.
 * @param complain shows what is wrong with the JSON; undefined: nothing
 */
export function settingsForm(complain: (error: unknown) => void): SettingsForm {
  const [chooser, json] = [element<HTMLSelectElement>('study'), element<HTMLTextAreaElement>('config')];
  const query = new URLSearchParams(location.search);
  const first = STUDIES.find(({ id }) => id === query.get('study')) ?? STUDIES[0];
  chooser.append(...STUDIES.map(({ id, name }) => new Option(name, id, false, id === first.id)));
  /** Shows settings in the fields; the JSON stays as it is typed. */
  const fill = (settings: Settings) => element('fields').replaceChildren(...fieldsOf(settings).map((field) => control(field, settings, change)));
  const change = (key: string, value: unknown) =>
    guarded(() => {
      const { [key]: _, ...others } = settingsIn(json.value);
      // A setting that was there stays in its place.
      const now = value === undefined ? others : { ...settingsIn(json.value), [key]: value };
      json.value = written(now);
    });
  const guarded = (work: () => void) => {
    try {
      complain(undefined);
      work();
    } catch (error) {
      complain(error);
    }
  };
  const choose = () => {
    const { about, input } = STUDIES.find(({ id }) => id === chooser.value) ?? first;
    setText(element('about'), about);
    json.value = written(input as Settings);
    fill(input as Settings);
  };
  chooser.addEventListener('change', () => guarded(choose));
  json.addEventListener('change', () => guarded(() => fill(settingsIn(json.value))));
  choose();
  const given = query.get('config');
  if (given !== null) {
    guarded(() => {
      const settings = { ...(first.input as Settings), ...settingsIn(given) };
      json.value = written(settings);
      element<HTMLDetailsElement>('advanced').open = true;
      fill(settings);
    });
  }
  return { settings: () => settingsIn(json.value) as TrainInput };
}

function control({ key, label, kind, without = '' }: Field, settings: Settings, change: (key: string, value: unknown) => void): HTMLElement {
  const [place, name, input] = [document.createElement('div'), document.createElement('label'), document.createElement('input')];
  Object.assign(input, { id: `set-${key}`, value: shown(settings[key]), placeholder: without, autocomplete: 'off', spellcheck: false });
  input.inputMode = kind === 'list' ? 'text' : 'numeric';
  name.htmlFor = input.id;
  setText(name, label);
  place.append(name, input);
  input.addEventListener('input', () => change(key, read(input.value, kind)));
  return place;
}

/** A text with its indices below the line. */
function setText(place: HTMLElement, text: string): void {
  const parts = withIndices(text, (index) => `\u0000${index}\u0000`).split('\u0000');
  place.replaceChildren(...parts.map((part, i) => (i % 2 === 0 ? part : Object.assign(document.createElement('sub'), { textContent: part }))));
}
