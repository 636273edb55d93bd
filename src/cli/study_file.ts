import { BlockspinError, nearest } from '../core/errors.ts';
import type { Files } from '../store/files.ts';
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
  let text: string;
  try {
    text = new TextDecoder().decode(await files.read(path));
  } catch (error) {
    throw new BlockspinError({ who: `study ${path}`, expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  try {
    const value = YAML.test(path) ? (await import('yaml')).parse(text) : JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as StudyInput;
  } catch (error) {
    const got = (error as Error).message.split('\n')[0];
    throw new BlockspinError({ who: `study ${path}`, expected: YAML.test(path) ? 'YAML' : 'JSON', got, remedy: 'mend the file at that place' });
  }
  throw new BlockspinError({
    who: `study ${path}`,
    expected: 'an object of settings',
    got: text.slice(0, 40),
    remedy: `npx blockspin study ${PRESET_NAMES[0]} --print writes one`,
  });
}
