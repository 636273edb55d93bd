/** The verb `report`: the results of a study, drawn from its store alone. */
import { BlockspinError } from '../core/errors.ts';
import { attribute, escaped, figureHtml, pageHtml, section, typeset } from '../report/draw/page.ts';
import { drawAll } from '../report/draw/svg.ts';
import { studyFindings } from '../report/study/findings.ts';
import { levelFindings, levelsFigure, levelsSection } from '../report/study/levels.ts';
import { studyReportFiles } from '../report/study/report.ts';
import { isTraining } from '../store/stored_results.ts';
import { analyse } from '../study/analyse/analyse.ts';
import { type LevelFlows, levelFlows } from '../study/analyse/levels.ts';
import type { StudyAnalysis } from '../study/analyse/types.ts';
import type { FurtherAxis, StudyData } from '../study/cells/data.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { readStudy } from '../study/cells/read.ts';
import { encode } from '../study/cells/record.ts';
import { correlatorRows } from '../study/correlator/rows.ts';
import { nullRows } from '../study/nulls/record.ts';
import { operatorsTables } from '../study/operators/rows.ts';
import { trainingOf } from '../study/plan/around.ts';
import { fullSettings } from '../study/plan/plan.ts';
import { wordRows } from '../study/words/record.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { writeReportFiles } from './report_files.ts';
import { openStudy } from './study_open.ts';
import { writeTrainingReport } from './train_report.ts';
import { VERBS } from './verbs.ts';
import { wordsOf } from './words.ts';

/** `blockspin report DIR`: report.html, analysis.json and figures/ beside the store, also of an unfinished study. */
export async function report(host: Host, given: Given, operand = '.'): Promise<number> {
  const png = given.png === true;
  // Fail before anything is drawn where PNG cannot be.
  if (png) await host.png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
  const { files, findings } = isTraining((await host.files.list(operand)) ?? [])
    ? await writeTrainingReport(host, operand, png)
    : await writeReport(host, await openStudy(host, operand), png);
  if (given.json) host.out(`${JSON.stringify({ files, findings })}\n`);
  else host.out(`${[...findings, files.filter((path) => path.endsWith('.html')).at(-1)].join('\n')}\n`);
  return 0;
}

/**
 * Writes the report of a study. A study with further axes gets a folder for each combination of their values, and a page that
 * links to them.
 * @returns paths of all files, the page to begin with as the last page, and the headlines of the pages
 */
async function writeReport(host: Host, folder: StudyFolder, png = false): Promise<{ files: string[]; findings: string[] }> {
  const settings = fullSettings(folder.config);
  const all: { data: StudyData; analysis: StudyAnalysis }[] = [];
  const written: string[] = [];
  const pages: string[] = [];
  const findings: string[] = [];
  for (const setting of settings) {
    const name = settings.length === 1 ? '' : `/${nameOf(folder, setting)}`;
    const data = await readStudy(folder, setting);
    const train = trainingOf(folder.config);
    const measured = {
      correlators: await correlatorRows(folder, setting),
      operators: await operatorsTables(folder, setting),
      words: await wordRows(folder, data),
      nulls: await nullRows(folder, setting),
    };
    const analysis = analyse(data, { listed: train.sites !== undefined, settings: train, ...measured });
    all.push({ data, analysis });
    findings.push(...studyFindings(data, analysis));
    const files = await studyReportFiles(data, analysis, folder.config);
    written.push(...(await writeReportFiles(host, `${folder.path}${name}`, files, png)));
    pages.push(`${name}/report.html`.slice(1));
  }
  if (pages.length > 1) {
    const first = await firstPage(folder, pages, all);
    findings.push(...first.findings);
    written.push(...(await writeReportFiles(host, folder.path, first.files, png)));
  }
  return { files: written, findings };
}

/** The page that links to all others; of a study with levels also what changes from level to level. */
async function firstPage(folder: StudyFolder, pages: readonly string[], all: readonly { data: StudyData; analysis: StudyAnalysis }[]) {
  const { config } = folder;
  const links = pages.map((page) => `<li><a href="${attribute(page)}">${escaped(page.split('/')[0])}</a></li>`).join('\n');
  const flows = levelFlows(all);
  const label = ({ setting }: LevelFlows) => nameOf(folder, setting, ['level']).replaceAll('_', ', ').replaceAll('-', ' ');
  const [study] = all.map(({ analysis }) => analysis);
  const drawn = await drawAll(flows.map((one, i) => ({ ...levelsFigure(study, one), name: flows.length > 1 ? `levels-${i + 1}` : 'levels' })));
  const findings = levelFindings(study, flows, label);
  const said = findings.map((finding) => `<li>${typeset(finding)}</li>`).join('');
  const ofLevels =
    flows.length > 0 ? [`<ul>${said}</ul>`, ...drawn.map((figure, i) => figureHtml(figure, `l${i}-`)), levelsSection(study, config, flows, label)] : [];
  const files: Record<string, string> = {
    'report.html': pageHtml(config.name, [`<h1>${escaped(config.name)}</h1>`, ...ofLevels, section('Pages', `<ul>${links}</ul>`)]),
    ...(flows.length > 0 ? { 'levels.json': encode(flows) } : {}),
    ...Object.fromEntries(drawn.map(({ name, svg }) => [`figures/${name}.svg`, svg])),
  };
  return { files, findings };
}

/** 'size-32_block-4': values of the further axes of the grid. */
function nameOf({ config }: StudyFolder, setting: Record<FurtherAxis, number>, but: readonly FurtherAxis[] = []): string {
  const varied = (Object.keys(setting) as FurtherAxis[]).filter((axis) => (config.grid[axis]?.length ?? 1) > 1 && !but.includes(axis));
  return varied.map((axis) => `${axis}-${setting[axis]}`).join('_');
}

/** At the end of a study: results are in the store already, and a failed report must not hide them. */
export async function finalReport(host: Host, folder: StudyFolder): Promise<void> {
  try {
    const { files } = await writeReport(host, folder);
    host.err(`${files.filter((path) => path.endsWith('.html')).at(-1)}\n`);
  } catch (error) {
    if (!(error instanceof BlockspinError)) throw error;
    host.err(`no report: ${error.inWords(wordsOf(VERBS.study.options))}\n`);
  }
}
