/** One table of operators: samples all lattices, takes the matrices of correlators apart, and writes everything at once. */

import { gradientFactor, isingEnergyFactor, isingFactor, windingFactor } from '../../analysis/field/torus.ts';
import type { FieldMatrix } from '../../analysis/operators/covariance.ts';
import { type SectorSpectrum, sectorSpectrum } from '../../analysis/operators/spectrum.ts';
import { BlockspinError } from '../../core/errors.ts';
import type { Theory, TheoryOperator } from '../../model/field_theory.ts';
import type { DeflationOptions } from '../../train/deflation/deflate.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { guardFolder } from '../cells/guard.ts';
import { identityOf, type Once, once, seedFrom } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import type { Sampler } from '../correlator/sample.ts';
import { asGiven, type FindOperators, runFound } from './found.ts';
import { type Measured, measure } from './measure.ts';
import { type OperatorsPlan, settingsAt } from './plan.ts';
import type { OperatorsRecord } from './record.ts';
import { rowsOf } from './table.ts';

/** What samples, and callbacks. */
interface OperatorsTools {
  /** Called only if samples are needed. */
  open(): Promise<Sampler>;
  /** Called only if filters have to be found. */
  find: FindOperators;
  origin: Origin;
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** The outcome of an attempt. */
export type OperatorsOutcome =
  | Once<OperatorsRecord>
  /** A training diverged, no filter tells anything, or there is too little memory. */
  | { outcome: 'failed'; reason: string };

/** What ends one table only. */
const OF_THE_TABLE: readonly string[] = ['diverged', 'memory'];
/** Version of records: tables with another version are measured again, on the same samples. */
const RECORD = 1;

/**
 * Measures a table, unless it is there. What was stopped starts anew: it takes minutes, and its seed follows from the study and the entry, so that it is the
 * same again.
 * @throws BlockspinError with code 'stopped' after the signal; of code 'store' where the folder cannot be read or written
 */
export async function runOperators(folder: StudyFolder, plan: OperatorsPlan, tools: OperatorsTools): Promise<OperatorsOutcome> {
  try {
    return await guardFolder(folder.path, async () => {
      const found = plan.finds ? await runFound(folder, plan, tools.find, hooksOf(tools)) : undefined;
      if (found?.outcome === 'locked') return found;
      const operators = [...asGiven(found?.record.operators ?? [], plan.block), ...plan.operators];
      if (operators.length === 0) return { outcome: 'failed', reason: 'no filter tells anything of the environment' };
      return atOnce(folder, { ...plan, operators }, tools);
    });
  } catch (error) {
    if (!(error instanceof BlockspinError) || !OF_THE_TABLE.includes(error.code)) throw error;
    return { outcome: 'failed', reason: error.message };
  }
}

/** The finding is the first part of the progress: it is as long as sampling, or longer. */
function hooksOf({ progress, signal }: OperatorsTools): NonNullable<DeflationOptions['hooks']> {
  return { ...(signal ? { signal } : {}), ...(progress ? { progress: ({ fraction }) => progress(fraction) } : {}) };
}

async function atOnce(folder: StudyFolder, plan: OperatorsPlan, tools: OperatorsTools): Promise<Once<OperatorsRecord>> {
  const { index, entry, model, setting, operators, block, near, far, from } = plan;
  const physics = [folder.config.seed, model.name, model.parameters(settingsAt(folder.config, plan, entry.sizes[0])), setting];
  const hash = await identityOf([RECORD, physics, entry, block, operators, near, far, from]);
  return once(folder, { part: 'operators', index, hash }, async () => {
    const seed = await seedFrom(['operators', physics, entry.temperature]);
    return measured(folder, plan, { hash, seed }, tools);
  });
}

async function measured(folder: StudyFolder, plan: OperatorsPlan, id: { hash: string; seed: number }, tools: OperatorsTools): Promise<OperatorsRecord> {
  const { open, origin, progress, signal } = tools;
  const { index, entry, setting } = plan;
  const sampler = await open();
  const began = performance.now();
  const found = await measure(folder.config, plan, sampler, id.seed, { ...(progress ? { progress } : {}), ...(signal ? { signal } : {}) });
  const largest = found.lattices[found.lattices.length - 1];
  const theory = plan.theory.at(settingsAt(folder.config, plan, largest.size), entry.temperature, largest.stiffness?.mean);
  const spectra = found.sectors.map(({ sector, matrices, mean }) => spectrumOf(plan, theory, sector, matrices, mean));
  const rows = found.sectors.flatMap((sector, s) => {
    const spectrum = spectra[s];
    return 'absent' in spectrum ? [] : rowsOf(plan, sector, spectrum, theory, found.levels);
  });
  return {
    index,
    ...id,
    entry,
    setting,
    rows,
    operators: plan.operators.map(({ sector, operator, gain }) => ({ name: operator.name, sector, gain: gain ?? null, operator })),
    sectors: found.sectors.map(({ sector, names }, s) => ({ sector, names, spectrum: spectra[s] })),
    levels: found.levels ?? null,
    theory: theory ?? null,
    stiffness: largest.stiffness ?? null,
    lattices: found.lattices.map(({ stiffness: _, flipSymmetric: __, ...lattice }) => lattice),
    adapter: sampler.adapter,
    ...origin,
    host: folder.owner.host,
    finished: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
  };
}

function spectrumOf(
  { near, far, from }: OperatorsPlan,
  theory: Theory | undefined,
  sector: Measured['sectors'][number]['sector'],
  matrices: readonly FieldMatrix[],
  mean: 'measured' | 'zero',
): SectorSpectrum | { absent: string } {
  const known = theory?.operators.filter((one) => one.sector === sector) ?? [];
  return sectorSpectrum({ matrices, mean, near, far, from, factor: (i, size) => (known[i] ? factorOf(known[i], size) : undefined) });
}

/** The factor by which the square torus changes the power law of an operator. */
function factorOf({ factor, charge = 0, stiffness = Number.NaN }: TheoryOperator, size: number): ((x: number, y: number) => number) | undefined {
  if (factor === undefined) return undefined;
  const factors = {
    spin: (x: number, y: number) => isingFactor(size, x, y),
    energy: (x: number, y: number) => isingEnergyFactor(size, x, y),
    winding: (x: number, y: number) => windingFactor(size, x, stiffness, charge, y),
    gradient: (x: number) => gradientFactor(size, x, stiffness),
  };
  return factors[factor];
}
