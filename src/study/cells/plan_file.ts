/** `study.json`: the plan of a study, and the checksums of what was written into its store from the plan alone. */
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { Files } from '../../store/files.ts';
import { notAStore } from '../../store/zarr.ts';
import { curveSteps } from '../../train/config/budget.ts';
import { currentStudy } from '../plan/config.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { planMismatch } from '../plan/recompute.ts';
import { decodeSealed, encodeSealed } from './record.ts';

export const PLAN = 'study.json';
const FORMAT = 'blockspin study 2';
/** Of version 0.1: its files have no checksums, and those that are written into it later have. */
const UNSEALED = 'blockspin study 1';

/** What is written into every record and into the store's attributes. */
export interface Origin {
  versions: Record<string, string>;
  /** Version of the sources; 'unknown' outside of a clone. */
  commit: string;
}

/** A planned study as it was read. */
export interface Planned {
  plan: StudyPlan;
  origin: Origin;
  /** Whether every file of the study must have a checksum. */
  sealed: boolean;
  /** SHA-256 of the files of the store that follow from the plan, by key; none of them in studies of version 0.1. */
  shared: Readonly<Record<string, string>>;
}

/** The planned study as it stands in its file; the first ones did not hold their steps, and no checksums. */
interface PlanFile extends Omit<StudyPlan, 'steps'>, Partial<Pick<StudyPlan, 'steps'>>, Origin {
  format: string;
  /** ISO 8601. */
  planned: string;
  shared?: Record<string, string>;
}

/** The bytes of the file. */
export function encodePlan({ plan, origin, sealed, shared }: Planned): Promise<Uint8Array> {
  const { versions, commit } = origin;
  const { config, axes, cells, steps } = plan;
  const format = sealed ? FORMAT : UNSEALED;
  return encodeSealed({ format, planned: new Date().toISOString(), versions, commit, config, shared, axes, cells, steps } satisfies PlanFile);
}

/**
 * Reads the plan of a folder and compares it with what follows from its config; undefined where there is none.
 * @throws BlockspinError for a file that is not as it was written, or of another version
 */
export async function readPlan(files: Files, path: string): Promise<Planned | undefined> {
  const { planned, damage } = await lookAtPlan(files, path);
  if (damage) throw damage;
  return planned;
}

/**
 * The plan of a folder, or what is wrong with its file.
 * @throws BlockspinError for a file that cannot be read, and for one of another version
 */
export async function lookAtPlan(files: Files, path: string): Promise<{ planned?: Planned; damage?: BlockspinError }> {
  const file = `${path}/${PLAN}`;
  const bytes = await files.find(file);
  try {
    const stored = await decodeSealed<PlanFile>(bytes, { path: file, remedy: remedyOf(path), sealed: ({ format }) => format === FORMAT });
    return stored ? { planned: plannedOf(stored, path) } : {};
  } catch (error) {
    if (error instanceof BlockspinError && error.parts.who === file) return { damage: error };
    throw error;
  }
}

function plannedOf(stored: PlanFile, path: string): Planned {
  const { format, versions, commit, shared = {} } = stored;
  if (typeof format !== 'string' || typeof versions !== 'object' || versions === null) throw damaged(path, 'a file without its format');
  if (format !== FORMAT && format !== UNSEALED) throw notAStore(path, `${PLAN} of format ${format}`);
  const plan = planOf(stored, path);
  const mismatch = planMismatch(plan);
  if (mismatch) throw damaged(path, mismatch);
  return { plan, origin: { versions, commit }, sealed: format === FORMAT, shared };
}

function planOf({ config: stored, axes, cells, steps }: PlanFile, path: string): StudyPlan {
  try {
    const config = currentStudy(stored);
    // A store keeps the extents it was made with: without `steps` the curve of a kept filter ends after `refine`.
    const { freeze, refine, steps: trained } = config.train;
    return { config, axes, cells, steps: steps ?? curveSteps(freeze ? refine : trained) };
  } catch (error) {
    if (error instanceof BlockspinError) throw damaged(path, error.message);
    throw error;
  }
}

/** Whatever is wrong with the plan, its config was somewhere else, too. */
function remedyOf(path: string): Phrase {
  return phrase`blockspin plan CONFIG with ${setting('out', path)} writes it again from the config it was planned with; results that are there are kept`;
}

function damaged(path: string, got: string): BlockspinError {
  return new BlockspinError({ who: `${path}/${PLAN}`, expected: 'the plan of a study as it was written', got, remedy: remedyOf(path), code: 'store' });
}
