/** `blockspin design`: a profile whose bands have wanted irreps, found by evolution; a design that was stopped goes on with the same bits. */
import { type DesignConfig, designConfig } from '../bands/config.ts';
import { type DesignState, design as evolve, type Generation } from '../bands/design.ts';
import { type Findings, findingsOf } from '../bands/findings.ts';
import { BlockspinError } from '../core/errors.ts';
import { type Phrase, phrase, setting } from '../core/phrase.ts';
import { designReportFiles } from '../report/bands/page.ts';
import { designLines } from '../report/bands/text.ts';
import { significant } from '../report/draw/numbers.ts';
import { guardOut, guardReads } from '../store/files.ts';
import { toJson } from '../store/results.ts';
import { DESIGN } from './design_options.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { writeReportFiles } from './report_files.ts';

/** The file of a design. */
const FILE = 'design.json';
/** Milliseconds between two writings of the state. */
const PERIOD = 2000;
/** Generations between two lines of progress. */
const SHOWN = 10;

/** What the file holds. */
interface Stored {
  readonly versions: Record<string, string>;
  readonly adapter: string;
  readonly config: DesignConfig;
  readonly state: DesignState;
  readonly findings?: Findings;
}

/** Searches, judges, writes and says what was found. @returns exit code */
export async function design(host: Host, given: Given): Promise<number> {
  const config = designConfig(Object.fromEntries(DESIGN.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))));
  const folder = given.out as string | undefined;
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const adapter = device.adapter.name;
    const stored = folder === undefined ? undefined : await storedOf(host, folder, config, adapter);
    if (stored) host.err(`going on after generation ${stored.state.generations.length}\n`);
    const base = { versions: host.versions, adapter, config };
    const state = await searched(host, folder, base, () => device, stored?.state);
    const { best } = state.search;
    if (!best)
      throw new BlockspinError({
        who: 'design',
        expected: 'a candidate with finite levels',
        got: 'none',
        remedy: phrase`use another ${setting('seed')}`,
        code: 'diverged',
      });
    host.err('judging the best profile in double precision\n');
    const findings = await findingsOf(config, best.point, undefined, async () => host.err('.'));
    host.err('\n');
    const files = folder === undefined ? [] : await written(host, folder, { ...base, state, findings });
    const lines = [...designLines(config, findings, state), ...(files.length > 0 ? [`wrote ${files[0]}`] : [])];
    host.out(given.json ? toJson({ ...base, generations: state.generations, findings, ...(files.length > 0 ? { files } : {}) }) : `${lines.join('\n')}\n`);
    return 0;
  } finally {
    device.close();
  }
}

type Base = Omit<Stored, 'state' | 'findings'>;

/** The search, whose state is in the folder from time to time, and when it is stopped. */
async function searched(
  host: Host,
  folder: string | undefined,
  base: Base,
  device: () => Parameters<typeof evolve>[0],
  from: DesignState | undefined,
): Promise<DesignState> {
  let state = from;
  let saved = Date.now();
  let positive = from?.generations.some(isFound) ?? false;
  const save = async () => {
    saved = Date.now();
    if (folder !== undefined && state) await store(host, folder, { ...base, state });
  };
  const generation = async (now: DesignState) => {
    state = now;
    const last = now.generations[now.generations.length - 1];
    if (last.generation % SHOWN === 0 || last.generation === base.config.generations || (isFound(last) && !positive)) host.err(`${generationLine(last)}\n`);
    positive ||= isFound(last);
    if (Date.now() - saved > PERIOD) await save();
  };
  try {
    return await evolve(device(), base.config, from, { generation, signal: host.signal });
  } finally {
    await save();
  }
}

const isFound = ({ gaps }: Generation) => Math.min(gaps.below, gaps.above) > 0;

function generationLine({ generation, gaps, direct, sigma }: Generation): string {
  const smaller = ({ below, above }: Generation['gaps']) => significant(Math.min(below, above));
  return `generation ${generation}: full gap ${smaller(gaps)}, direct gap ${smaller(direct)}, step ${significant(sigma)}`;
}

/** The design in a folder. @throws BlockspinError where it is another one */
async function storedOf(host: Host, folder: string, config: DesignConfig, adapter: string): Promise<Stored | undefined> {
  const bytes = await guardReads(host.files).find(`${folder}/${FILE}`);
  if (!bytes) return undefined;
  const elsewhere = (expected: string, got: string, remedy: Phrase) =>
    new BlockspinError({ setting: setting('out', folder), expected, got, remedy, code: 'store' });
  let stored: Stored;
  try {
    stored = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw elsewhere(`a ${FILE} that can be read`, (error as Error).message, 'use a new folder');
  }
  // More generations of the same design are that design, continued.
  const same = (one: DesignConfig) => JSON.stringify({ ...one, generations: 0 });
  if (!stored.config || same(stored.config) !== same(config))
    throw elsewhere('a new folder, or that of the same design', 'a design with other settings', 'use a new folder');
  if (stored.adapter !== adapter || stored.versions.blockspin !== host.versions.blockspin) {
    const got = `one of ${stored.adapter}, version ${stored.versions.blockspin}`;
    throw elsewhere(`a design begun on ${adapter} with version ${host.versions.blockspin}`, got, phrase`use that ${setting('adapter')}, or a new folder`);
  }
  return stored;
}

async function store(host: Host, folder: string, stored: Stored): Promise<void> {
  await guardOut(folder, { expected: 'a folder that can be written', remedy: 'check the path and the free space' }, async () => {
    await host.files.makeFolder(folder);
    await host.files.write(`${folder}/${FILE}`, toJson(stored));
  });
}

/** Writes the record and the report. @returns paths, the page first */
async function written(host: Host, folder: string, stored: Stored & { findings: Findings }): Promise<string[]> {
  await store(host, folder, stored);
  const { config, findings, state, adapter, versions } = stored;
  const files = await designReportFiles({ config, findings, history: state, adapter, versions });
  return [...(await writeReportFiles(host, folder, files, false)), `${folder}/${FILE}`];
}
