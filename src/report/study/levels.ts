/** The page of a study with several levels: the flow from level to level, and links to the pages of the levels. */
import type { LevelFlow, LevelFlows, LevelRow } from '../../study/analyse/levels.ts';
import type { StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyConfig } from '../../study/plan/config.ts';
import { valuesInWords } from '../draw/alternative.ts';
import type { Figure } from '../draw/figure.ts';
import { barOf, placeColour } from '../draw/marks.ts';
import { concise, isNumber, MISSING, plusMinus } from '../draw/numbers.ts';
import { section } from '../draw/page.ts';
import { themed } from '../draw/theme.ts';
import { htmlTable } from './columns.ts';
import { bufferLabel, placeLabel, unique } from './words.ts';

type Study = Pick<StudyAnalysis, 'control'>;
const NOTE =
  'Each level is trained on configurations of the coarse variable of the level below, whose sites are blocks. Lattices shrink by the side of the block, so levels are compared at windows of equally many sites of their own. ' +
  'Energy: −Σ over the axes of the mean of h h′ of neighbours of the lattice that the level is trained on, of the first component; errors take its configurations to be independent. For three or more states: the part of equal pairs.';

/** One sentence for each place of the grid: its information on all levels, and whether it changes. */
export function levelFindings(study: Study, all: readonly LevelFlows[], settingLabel: (of: LevelFlows) => string): string[] {
  return all.flatMap((one) =>
    one.flows.flatMap(({ temperature, buffer, components, rows, change }) => {
      if (!change) return [];
      const label = settingLabel(one);
      const where = `${label && `${label}, `}${placeLabel(study, temperature)}, ${bufferLabel(buffer)}${one.flows.some((flow) => flow.components !== components) ? `, ${components} components` : ''}`;
      const values = rows.map(({ information }) => concise(information)).join(', ');
      return [`${where}: information on levels 1 to ${rows.length} is ${values} nats; it ${CHANGES[change.outcome]}, by ${concise(change)}.`];
    }),
  );
}

const CHANGES = { falls: 'falls with the level', rises: 'rises with the level', level: 'stays the same within 3 errors' } as const;

/** The section of the flows: a table for each choice of the other axes. */
export function levelsSection(study: Study, { coarsening }: StudyConfig, all: readonly LevelFlows[], settingLabel: (of: LevelFlows) => string): string {
  const cold = all.some(({ flows }) => flows.some(({ rows }) => rows.some(({ thermal }) => !thermal)));
  const made = coarsening ? ` The filter at buffer ${coarsening.buffer} makes the next level; ${coarsening.samples} configurations of each.` : '';
  const warning = cold ? ' Some configurations still remember how their chains started: they are not in equilibrium.' : '';
  const tables = all.map((one) => `${settingLabel(one) && `<h3>${settingLabel(one)}</h3>`}${table(study, one)}`);
  return section('From level to level', `<p>${NOTE}${made}${warning}</p>\n${tables.join('\n')}`);
}

function table(study: Study, { flows }: LevelFlows): string {
  type Row = LevelRow & Pick<LevelFlow, 'temperature' | 'buffer'>;
  const rows = flows.flatMap(({ temperature, buffer, rows: levels }) => levels.map((row): Row => ({ ...row, temperature, buffer })));
  const distances = unique(rows.flatMap(({ correlations }) => correlations.map(({ distance }) => distance)));
  const at = ({ correlations }: Row, wanted: number) => correlations.find(({ distance }) => distance === wanted)?.value;
  return htmlTable<Row>(
    [
      { name: 'place', align: 'left', cell: ({ temperature }) => placeLabel(study, temperature) },
      { name: 'buffer', unit: 'sites', cell: ({ buffer }) => String(buffer) },
      { name: 'level', cell: ({ level }) => String(level) },
      { name: 'lattice', cell: ({ extents }) => extents?.join(' × ') ?? MISSING },
      { name: 'I(H:E)', unit: 'nats', cell: ({ information }) => plusMinus(information) },
      { name: 'filter', align: 'left', cell: ({ kind }) => kind ?? '' },
      { name: 'verdict', align: 'left', class: ({ verdict }) => `verdict ${verdict ?? ''}`, cell: ({ verdict }) => verdict ?? 'open' },
      { name: 'energy', unit: 'of a site', cell: ({ energy }) => (energy ? plusMinus(energy) : MISSING) },
      ...distances.map((distance) => ({
        name: 'mean h h′',
        unit: `${distance} apart`,
        cell: (row: Row) => {
          const value = at(row, distance);
          return value ? plusMinus(value) : MISSING;
        },
      })),
    ],
    rows,
  );
}

/** Information against the level, one panel for each buffer. */
export function levelsFigure(study: Study, { flows }: LevelFlows): Figure {
  const values = flows.flatMap(({ temperature, buffer, rows }) =>
    rows.flatMap(({ level, information }) =>
      isNumber(information.mean) ? [{ level, place: placeLabel(study, temperature), panel: bufferLabel(buffer), ...barOf(information) }] : [],
    ),
  );
  const places = unique(values.map(({ place }) => place));
  const x = { field: 'level', type: 'ordinal', axis: { title: 'level', labelAngle: 0 } };
  const y = (field: string) => ({ field, type: 'quantitative', scale: { zero: true }, axis: { title: 'I(H:E), held out  (nats)', tickCount: 6 } });
  const color = placeColour(places, {});
  return {
    name: 'levels',
    title: 'Information against the level',
    caption: 'Held-out information of the chosen run on each level of the coarse-graining; bars are one standard error. At a fixed point it stays the same.',
    spec: themed({
      title: { text: 'Information against the level', subtitle: 'bars: one standard error' },
      description: `Information by level of the coarse-graining: ${valuesInWords(values.map(({ level, place, panel, mean, high }) => ({ place: `level ${level}, ${place}, ${panel}`, value: { mean, error: high - mean } })))}`,
      data: { values },
      facet: { field: 'panel', type: 'nominal', sort: unique(values.map(({ panel }) => panel)), title: null },
      columns: 2,
      spacing: 18,
      spec: {
        width: 172,
        height: 150,
        layer: [
          { mark: { type: 'line', point: true }, encoding: { x, y: y('mean'), color } },
          { mark: { type: 'rule', strokeWidth: 1.2 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        ],
      },
    }),
  };
}
