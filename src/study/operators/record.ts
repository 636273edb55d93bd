/** Tables of operators as stored in the folder of a study, and as reports read them. */
import type { LocalOperator } from '../../analysis/operators/local.ts';
import type { LevelExponent } from '../../analysis/operators/renormalise.ts';
import type { SectorSpectrum } from '../../analysis/operators/spectrum.ts';
import type { SectorName } from '../../analysis/operators/split.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { Theory } from '../../model/field_theory.ts';
import type { FurtherAxis } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { lastOf, recordsOf } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import { encode } from '../cells/record.ts';
import type { Sampled } from '../correlator/sample.ts';
import type { OperatorsEntry } from './config.ts';
import { operatorsPlans } from './plan.ts';
import type { TableRow } from './table.ts';

/** One sector with its fields and their dimensions. */
interface MeasuredSector {
  readonly sector: SectorName;
  readonly names: readonly string[];
  /** The spectrum, or why there is none. */
  readonly spectrum: SectorSpectrum | { readonly absent: string };
}

/** One table: a file `operators/<index>-<hash>.json` of the study's folder. */
export interface OperatorsRecord extends Origin {
  readonly index: number;
  /** Of the entry with everything that follows from the study. */
  readonly hash: string;
  readonly entry: OperatorsEntry;
  readonly setting: Record<FurtherAxis, number>;
  readonly rows: readonly TableRow[];
  /** All operators, sorted into sectors, with what they tell of the environment. */
  readonly operators: readonly { readonly name: string; readonly sector: SectorName; readonly gain: Estimate | null; readonly operator: LocalOperator }[];
  readonly sectors: readonly MeasuredSector[];
  /** Exponents between levels of the block-spin map; null where there is no such map. */
  readonly levels: readonly LevelExponent[] | null;
  /** The field theory at this point; null where none is known. */
  readonly theory: Theory | null;
  /** Of a height field: g as measured on the largest lattice. */
  readonly stiffness: Estimate | null;
  readonly lattices: readonly (Omit<Sampled, 'stiffness' | 'flipSymmetric'> & { size: number })[];
  readonly seed: number;
  readonly adapter: AdapterRecord;
  readonly host: string;
  /** ISO 8601. */
  readonly finished: string;
  readonly seconds: number;
}

/** The tables of the config that are done, in its order. @throws BlockspinError for a record that is not as it was written */
export async function readOperators(folder: StudyFolder): Promise<OperatorsRecord[]> {
  const records = await recordsOf<OperatorsRecord>(folder, 'operators');
  return operatorsPlans(folder.config).flatMap(({ entry, setting }) => {
    const same = records.filter((record) => encode(record.entry) === encode(entry) && encode(record.setting) === encode(setting));
    return lastOf(same) ?? [];
  });
}
