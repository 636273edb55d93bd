/** Tables of operators in the form that reports draw. */
import type { AnalysedOperators, StudyAnalysis } from '../analyse/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { encode } from '../cells/record.ts';
import { operatorsPlans } from './plan.ts';
import { type OperatorsRecord, readOperators } from './record.ts';

/** The tables at one choice of further axes; undefined where the config asks for none. @throws BlockspinError for a damaged record */
export async function operatorsTables(folder: StudyFolder, setting: Record<FurtherAxis, number>): Promise<StudyAnalysis['operators']> {
  const here = (other: { readonly setting: Record<FurtherAxis, number> }) => encode(other.setting) === encode(setting);
  if (!operatorsPlans(folder.config).some(here)) return undefined;
  const rows = (await readOperators(folder)).filter(here).map(tableOf);
  return rows.length > 0 ? { rows } : { absent: 'not measured yet; blockspin operators measures them' };
}

function tableOf({ entry, rows, sectors, levels, theory, lattices }: OperatorsRecord): AnalysedOperators {
  return {
    temperature: entry.temperature,
    sizes: entry.sizes,
    direction: entry.direction ?? 'all',
    rows,
    curves: sectors.flatMap(({ sector, names, spectrum }) =>
      'absent' in spectrum
        ? []
        : spectrum.principal.map((_, i) => ({
            sector,
            label: rows.filter((row) => row.sector === sector)[i]?.operator ?? names[0],
            points: spectrum.followed.map(({ r, values }) => ({ r, ...values[i] })),
          })),
    ),
    levels,
    theory: theory ? { name: theory.name, source: theory.source } : null,
    thermal: lattices.every(({ thermal }) => thermal),
  };
}
