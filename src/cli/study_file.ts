import { BlockspinError, nearest } from '../core/errors.ts';
import { shown, textOf } from '../store/encoding.ts';
import type { Files } from '../store/files.ts';
import { parseJson, refuseDeep } from '../store/json.ts';
import type { StudyInput } from '../study/plan/config.ts';
import { PRESET_NAMES } from '../study/plan/presets.ts';

const YAML = /\.ya?ml$/i;
const JSON_FILE = /\.json$/i;

/**
 * Reads the config of a study from a .json, .yaml or .yml file. Its content is checked by `studyConfig`.
 * @throws BlockspinError naming the file and the place where it is not valid JSON or YAML
 */
export async function readStudyFile(files: Files, path: string): Promise<StudyInput> {
  if (!YAML.test(path) && !JSON_FILE.test(path)) {
    const near = nearest(path, PRESET_NAMES);
    throw new BlockspinError({
      who: 'study',
      expected: `a preset (${PRESET_NAMES.join(', ')}) or a config file whose name ends in .json, .yaml or .yml`,
      got: path,
      remedy: near ? `did you mean ${near}?` : `npx blockspin study ${PRESET_NAMES[0]} --print writes a config to start from`,
    });
  }
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ who: `study ${path}`, expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  try {
    const value = YAML.test(path) ? await parseYaml(textOf(bytes)) : parseJson(bytes);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as StudyInput;
  } catch (error) {
    const got = shown((error as Error).message.split('\n')[0], 160);
    throw new BlockspinError({ who: `study ${path}`, expected: YAML.test(path) ? 'YAML' : 'JSON', got, remedy: 'mend the file at that place' });
  }
  throw new BlockspinError({
    who: `study ${path}`,
    expected: 'an object of settings',
    got: shown(textOf(bytes).trim()) || 'an empty file',
    remedy: `npx blockspin study ${PRESET_NAMES[0]} --print writes one`,
  });
}

/** @throws Error for what is no YAML or can be read in two ways, keys twice, many aliases of aliases, and what is nested too deep */
async function parseYaml(text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  let value: unknown;
  try {
    const document = parseDocument(text, { stringKeys: true });
    // What the parser only warns of, and prints, are tags that nobody knows and names that end in a colon.
    for (const problem of [...document.errors, ...document.warnings]) throw problem;
    value = document.toJS();
  } catch (error) {
    // The parser calls itself for each level.
    if (/call stack/i.test((error as Error).message)) throw new Error('lists and maps nested too deep');
    throw error;
  }
  refuseDeep(value);
  return value;
}
