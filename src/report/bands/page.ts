/** The report of a design: a page that loads nothing else. */
import type { DesignConfig } from '../../bands/config.ts';
import type { Findings } from '../../bands/findings.ts';
import type { DrawnFigure } from '../draw/figure.ts';
import { MISSING, significant } from '../draw/numbers.ts';
import { detailsHtml, factsHtml, figureHtml, headHtml, noteHtml, pageHtml, section, tableHtml } from '../draw/page.ts';
import { drawAll } from '../draw/svg.ts';
import { designFigures } from './figures.ts';
import { bandsText, designLines, isGap, type SearchHistory, unitOf } from './text.ts';

/** What a page is made of. */
interface DesignReport {
  readonly config: DesignConfig;
  readonly findings: Findings;
  readonly history: SearchHistory;
  readonly adapter: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** report.html and all figures, by path inside of a folder. */
export async function designReportFiles(report: DesignReport): Promise<Record<string, string>> {
  const figures = await drawAll(designFigures(report.config, report.findings, report.history));
  const drawn = figures.flatMap(({ name, svg, spec }) => [
    [`figures/${name}.svg`, svg],
    [`figures/${name}.vl.json`, `${JSON.stringify(spec, null, 1)}\n`],
  ]);
  return { 'report.html': designHtml(report, figures), ...Object.fromEntries(drawn) };
}

function designHtml({ config, findings, history, adapter, versions }: DesignReport, figures: readonly DrawnFigure[]): string {
  const { physics, group, bundle, irreps } = config;
  const title = `Design of ${physics === 'tm' ? 'TM' : 'Schrödinger'} bands, ${group}: bands ${bundle} with ${irreps}`;
  const facts: [string, string][] = [['adapter of the search', adapter], ...Object.entries(versions)];
  return pageHtml(title, [
    headHtml(title, designLines(config, findings, history)),
    ...figures.map((figure, i) => section(figure.title, figureHtml(figure, `f${i}-`))),
    section('Convergence', convergenceTable(config, findings) + noteHtml(CONVERGENCE_NOTE)),
    section('Levels', levelTable(findings)),
    section('Profile in numbers', profileTable(config, findings)),
    section('How it was made', `${factsHtml(facts)}\n${detailsHtml('Settings (JSON)', JSON.stringify(config, null, 2))}`),
  ]);
}

const CONVERGENCE_NOTE =
  'Double precision. The search had the first cut-off and fewer momenta; the verdict is that of the last. Full gaps are the distance of the highest level below and the lowest level above on all momenta of the grid, direct ones the least at one momentum. ' +
  'Between the momenta of the grid nothing was looked at.';

const right = (text: string) => ({ text, align: 'right' as const, class: '' });
const left = (text: string) => ({ text, align: 'left' as const, class: '' });
const gap = (value: number) => right(isGap(value) ? significant(value, 4) : MISSING);

function convergenceTable(config: DesignConfig, { convergence }: Findings): string {
  const unit = unitOf(config);
  const head = ['full, below', 'full, above', 'direct, below', 'direct, above'].map((name) => ({ name, unit }));
  const rows = convergence.map(({ cutoff, waves, full, direct }) => [
    right(significant(cutoff)),
    right(String(waves)),
    ...[full.below, full.above, direct.below, direct.above].map(gap),
  ]);
  return tableHtml([{ name: 'cut-off', unit: '|b|²' }, { name: 'plane waves', unit: 'at Γ' }, ...head], rows);
}

function levelTable({ momenta, bundle: { first, last } }: Findings): string {
  const count = Math.max(...momenta.map(({ levels }) => levels.length));
  const rows = Array.from({ length: count }, (_, i) => [
    left(`${i + 1}${i + 1 >= first && i + 1 <= last ? `  ${bandsText(first, last)}` : ''}`),
    ...momenta.map(({ levels }) => right(levels[i] ? `${levels[i].irrep} ${levels[i].value.toFixed(4)}` : MISSING)),
  ]);
  return tableHtml([{ name: 'band', unit: '' }, ...momenta.map(({ name }) => ({ name: name === 'G' ? 'Γ' : name, unit: 'irrep, level' }))], rows);
}

function profileTable(config: DesignConfig, { coefficients, numbers }: Findings): string {
  const symbol = config.physics === 'tm' ? 'ε' : 'V';
  const rows = coefficients.map(({ shell: [m, n], value }, s) => [
    left(`(${m}, ${n})`),
    right(value.toFixed(6)),
    right(s === 0 ? MISSING : significant(numbers[s - 1], 6)),
  ]);
  return tableHtml(
    [
      { name: 'shell', unit: 'one of its G' },
      { name: `${symbol} of G`, unit: config.physics === 'tm' ? '' : unitOf(config) },
      { name: 'number of the search', unit: '' },
    ],
    rows,
  );
}
