/** `blockspin design`: a profile whose bands have wanted irreps, found by evolution; a design that was stopped goes on with the same bits. */
import { type DesignConfig, designConfig } from '../bands/config.ts';
import { type DesignState, design as evolve, type Generation } from '../bands/design.ts';
import { type Findings, findingsOf } from '../bands/findings.ts';
import { checkStopped } from '../core/async.ts';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Device } from '../gpu/device.ts';
import { designReportFiles } from '../report/bands/page.ts';
import { designLines } from '../report/bands/text.ts';
import { significant } from '../report/draw/numbers.ts';
import { toJson } from '../store/results.ts';
import { DesignFolder, type StoredDesign } from './design_folder.ts';
import { DESIGN } from './design_options.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { writeReportFiles } from './report_files.ts';

/** Milliseconds between two writings of the state. */
const SAVED = 2000;
/** A line of progress stands after so many generations, and after so many milliseconds without one. */
const SHOWN = { generations: 10, milliseconds: 10_000 };

/** What is the same from the first to the last record of a design. */
type Base = Omit<StoredDesign, 'state' | 'findings'>;

/** Searches, judges, writes and says what was found. @returns exit code */
export async function design(host: Host, given: Given): Promise<number> {
  const config = configOf(given);
  const path = given.out as string | undefined;
  const device = await host.openDevice(given.adapter as string | undefined);
  let folder: DesignFolder | undefined;
  try {
    const adapter = device.adapter.name;
    folder = path === undefined ? undefined : await DesignFolder.open(host, path, config, adapter);
    const base = { versions: host.versions, adapter, config };
    const state = await searched(host, device, base, folder);
    const findings = knownFindings(folder, state) ?? (await judged(host, config, state));
    await folder?.save({ ...base, state, findings });
    const files = folder ? [...(await reportOf(host, folder, { ...base, state, findings })), folder.file] : [];
    if (given.json) host.out(toJson({ ...base, generations: state.generations, stopped: state.search.stopped, findings, ...(folder ? { files } : {}) }));
    else host.out(`${[...designLines(config, findings, state), ...(folder ? [`wrote ${files[0]}`] : [])].join('\n')}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof BlockspinError) || error.code !== 'stopped') throw error;
    const remedy = folder ? `the same command goes on with ${folder.file}` : phrase`nothing was kept: with ${setting('out')} a design that is stopped goes on`;
    throw new BlockspinError({ ...error.parts, remedy });
  } finally {
    await folder?.close();
    device.close();
  }
}

/** The settings among the options. @throws BlockspinError for those that are wrong, or mean nothing here */
function configOf(given: Given): DesignConfig {
  const config = designConfig(Object.fromEntries(DESIGN.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))));
  if (given.eps === undefined || config.physics === 'tm') return config;
  const expected = phrase`nothing beside ${setting('physics', config.physics)}: a potential has no dielectric constant`;
  throw new BlockspinError({ setting: 'eps', expected, got: String(given.eps), remedy: phrase`leave it out, or use ${setting('physics', 'tm')}` });
}

/** The search; its state is written to the folder from time to time, and when it ends or is stopped. */
async function searched(host: Host, device: Device, base: Base, folder: DesignFolder | undefined): Promise<DesignState> {
  const from = folder?.stored?.state;
  if (from) host.err(`going on after generation ${from.generations.length}\n`);
  let state = from;
  let saved = Date.now();
  let shown = Date.now();
  let found = from?.generations.some(isFound) ?? false;
  const save = async () => {
    saved = Date.now();
    if (state && state !== from) await folder?.save({ ...base, state });
  };
  const generation = async (now: DesignState) => {
    state = now;
    const last = now.generations[now.generations.length - 1];
    const due = last.generation % SHOWN.generations === 0 || last.generation === base.config.generations || Date.now() - shown > SHOWN.milliseconds;
    if (due || (isFound(last) && !found)) {
      shown = Date.now();
      host.err(`${generationLine(last)}\n`);
    }
    found ||= isFound(last);
    if (Date.now() - saved > SAVED) await save();
  };
  try {
    return await evolve(device, base.config, from, { generation, signal: host.signal });
  } finally {
    await save();
  }
}

const isFound = ({ gaps }: Generation) => Math.min(gaps.below, gaps.above) > 0;

function generationLine({ generation, gaps, direct, sigma }: Generation): string {
  const smaller = ({ below, above }: Generation['gaps']) => significant(Math.min(below, above));
  return `generation ${generation}: full gap ${smaller(gaps)}, direct gap ${smaller(direct)}, step ${significant(sigma)}`;
}

/** The findings that are in the folder, if they are those of this state. */
function knownFindings(folder: DesignFolder | undefined, { generations }: DesignState): Findings | undefined {
  const { stored } = folder ?? {};
  return stored?.state.generations.length === generations.length ? stored.findings : undefined;
}

/** Findings on the best candidate. @throws BlockspinError where no candidate had finite levels */
async function judged(host: Host, config: DesignConfig, { search: { best } }: DesignState): Promise<Findings> {
  if (!best) {
    const remedy = phrase`use another ${setting('seed')}`;
    throw new BlockspinError({ who: 'design', expected: 'a candidate with finite levels', got: 'none', remedy, code: 'diverged' });
  }
  host.err('judging the best profile in double precision\n');
  // A signal arrives between tasks only.
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve)).then(() => checkStopped(host.signal));
  return findingsOf(config, best.point, undefined, pause);
}

/** Writes the report. @returns paths, the page first */
async function reportOf(host: Host, folder: DesignFolder, { config, findings, state, adapter, versions }: StoredDesign & { findings: Findings }) {
  const files = await designReportFiles({ config, findings, history: state, adapter, versions });
  return writeReportFiles(host, folder.path, files, false);
}
