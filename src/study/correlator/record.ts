/** Correlators as stored in the folder of a study, and as reports read them. */
import type { Dimension } from '../../analysis/field/dimension.ts';
import type { Law } from '../../analysis/field/power_law.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { ExpectedDimension, TorusFactor } from '../../model/operators.ts';
import { FURTHER_AXES, type FurtherAxis, formerly } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import type { Origin } from '../cells/plan_file.ts';
import { decodeSealed, encode } from '../cells/record.ts';
import type { CorrelatorEntry } from './config.ts';
import type { FoundFilter } from './filter.ts';
import { correlatorPlans, type FitWindow } from './plan.ts';
import type { Sampled } from './sample.ts';

/** The stiffness g of the height of dimers that entered the factor of windings. */
export interface UsedStiffness {
  value: number;
  /** Standard error; 0 where g is known without a measurement. */
  error: number;
  /** Its source: the config, the windings of these samples, or the model for which it is known. */
  from: string;
}

/** C(r) = amplitude · factor(r) · d(r)^(-2 Δ) over a window of distances. */
export interface CorrelatorFit extends Dimension, FitWindow {
  /** Whether the power law describes the correlator; otherwise the numbers of the fit have no meaning. */
  law: Law;
  distance: 'plain' | 'chord' | 'torus';
  factor: 'none' | TorusFactor;
  stiffness: UsedStiffness | null;
  /** The law at every distance that was fitted, factor included. */
  curve: { r: number; value: number }[];
  /** Δ for several lower ends of the window, each with its change from the window before and the error of that change. */
  windows: { from: number; to: number; determined: boolean; dimension: Estimate; change: Estimate | null }[];
}

/** One correlator: a file `correlators/<index>-<hash>.json` of the study's folder. */
export interface CorrelatorRecord extends Origin {
  /** Place of the entry in the config when it was computed. */
  index: number;
  /** The entry with everything that follows from the study, and the filter. */
  hash: string;
  entry: CorrelatorEntry;
  setting: Record<FurtherAxis, number>;
  filter: FoundFilter;
  /** Sites: 0, stride, ... up to half of the lattice. */
  distances: number[];
  /** Connected correlator, summed over components, at each of them; errors are over chains. */
  values: Estimate[];
  /** The fitted power law, or the reason why nothing could be fitted. Errors are NaN where `determined` is false. */
  fit: CorrelatorFit | { absent: string };
  /** For dimers: g from the windings of these samples. */
  stiffness?: Estimate;
  /** The exact dimension of the operator that dominates the filter, where it is known. */
  expected: ExpectedDimension | null;
  sampling: Omit<Sampled, 'stiffness' | 'flipSymmetric'> & { chains: number; measurements: number };
  seed: number;
  adapter: AdapterRecord;
  host: string;
  /** ISO 8601. */
  finished: string;
  seconds: { sampling: number; correlating: number; total: number };
}

/** The folder of the correlators of a study. */
function correlatorFolder({ path }: StudyFolder): string {
  return `${path}/correlators`;
}

/**
 * The correlators of the config that are done, in the order of the config. If the filter of an entry has changed since, as it may when
 * runs are added, the last one is returned.
 */
export async function readCorrelators(folder: StudyFolder): Promise<CorrelatorRecord[]> {
  const names = ((await folder.files.list(correlatorFolder(folder))) ?? []).filter((name) => name.endsWith('.json'));
  const records = await Promise.all(names.map(async (name) => decodeCorrelator(folder, name, await folder.files.find(`${correlatorFolder(folder)}/${name}`))));
  return correlatorPlans(folder.config).flatMap(({ entry, setting }) => {
    const same = records.filter((record) => record !== undefined && encode(record.entry) === encode(entry) && sameSetting(record.setting, setting));
    const last = same.reduce<CorrelatorRecord | undefined>((a, b) => (a && b && a.finished > b.finished ? a : b), undefined);
    return last ? [judged(last)] : [];
  });
}

/**
 * One record out of the bytes of its file.
 * @throws BlockspinError for one that is not as it was written
 */
function decodeCorrelator(folder: StudyFolder, name: string, bytes: Uint8Array | undefined): Promise<CorrelatorRecord | undefined> {
  const path = `${correlatorFolder(folder)}/${name}`;
  return decodeSealed(bytes, { path, remedy: `remove it; blockspin correlate ${folder.path} measures it again`, sealed: folder.planned.sealed });
}

/** Whether two choices of further axes are one; records of before there was an axis do not name it. */
export function sameSetting(a: Partial<Record<FurtherAxis, number>>, b: Partial<Record<FurtherAxis, number>>): boolean {
  return FURTHER_AXES.every((axis) => (a[axis] ?? formerly(axis)) === (b[axis] ?? formerly(axis)));
}

/** Records from before fits were judged: `correlate` measures these again. */
function judged(record: CorrelatorRecord): CorrelatorRecord {
  const { fit } = record;
  if ('absent' in fit || (fit as Partial<CorrelatorFit>).law) return record;
  const reason = 'it was measured before fits were judged; blockspin correlate measures it again';
  return { ...record, fit: { ...fit, law: { verdict: 'undetermined', reason, holdsFrom: null, tests: null, length: null } } };
}
