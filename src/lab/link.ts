/** Settings as the readable fragment of an address: `#v=1&m=ising&L=32&b=4&B=1&s=1&T=2.269&R=8&seed=1`. */
import { checked, type LabSettings, modelOf } from './settings.ts';

const VERSION = '1';
/** Names of numbers in a link. The control parameter has its own symbol. */
const FIELDS = { L: 'size', b: 'block', B: 'buffer', s: 'shell', T: 'temperature', w: 'temperature', R: 'replicas', seed: 'seed' } as const;

/** The fragment of an address, with its #. */
export function linkOf(settings: LabSettings): string {
  const { model, size, block, buffer, shell, temperature, replicas, seed } = settings;
  const { control } = modelOf(settings);
  const fields: [string, string | number][] = [
    ['v', VERSION],
    ['m', model],
    ['L', size],
    ['b', block],
    ['B', buffer],
    ['s', shell],
    ...(control ? [[control.symbol, temperature] as [string, number]] : []),
    ['R', replicas],
    ['seed', seed],
  ];
  return `#${fields.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

/**
 * Reads the fragment of an address. Whatever is wrong in it is replaced, and said in a sentence.
 * @param fragment with or without its #; an empty one has all defaults
 */
export function readLink(fragment: string): { settings: LabSettings; problems: string[] } {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const problems: string[] = [];
  const wanted: Partial<LabSettings> = {};
  for (const [name, text] of given) {
    if (name === 'm') wanted.model = text;
    else if (Object.hasOwn(FIELDS, name)) {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (Number.isFinite(value)) wanted[FIELDS[name as keyof typeof FIELDS]] = value;
      else problems.push(`${name} in the link is a number, not “${text}”.`);
    } else if (name === 'v') {
      if (text !== VERSION) problems.push(`This link is of version ${text}; the page reads version ${VERSION}.`);
    } else problems.push(`The link has a field “${name}”, which the page does not know.`);
  }
  const read = checked(wanted);
  return { settings: read.settings, problems: [...problems, ...read.problems] };
}
