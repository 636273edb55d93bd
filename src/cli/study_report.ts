/** The verb `report`: the results of a study, drawn from its store alone. */
import { BlockspinError } from '../core/errors.ts';
import { attribute, escaped, pageHtml } from '../report/draw/page.ts';
import { studyFindings } from '../report/study/findings.ts';
import { studyReportFiles } from '../report/study/report.ts';
import { isTraining } from '../store/stored_results.ts';
import { analyse } from '../study/analyse/analyse.ts';
import type { FurtherAxis } from '../study/cells/data.ts';
import type { StudyFolder } from '../study/cells/folder.ts';
import { readStudy } from '../study/cells/read.ts';
import { correlatorRows } from '../study/correlator/rows.ts';
import { trainingOf } from '../study/plan/around.ts';
import { fullSettings } from '../study/plan/plan.ts';
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
  const written: string[] = [];
  const pages: string[] = [];
  const findings: string[] = [];
  for (const setting of settings) {
    const name = settings.length === 1 ? '' : `/${nameOf(folder, setting)}`;
    const data = await readStudy(folder, setting);
    const train = trainingOf(folder.config);
    const analysis = analyse(data, { listed: train.sites !== undefined, settings: train, correlators: await correlatorRows(folder, setting) });
    findings.push(...studyFindings(data, analysis));
    const files = await studyReportFiles(data, analysis, folder.config);
    written.push(...(await writeReportFiles(host, `${folder.path}${name}`, files, png)));
    pages.push(`${name}/report.html`.slice(1));
  }
  if (pages.length > 1) {
    const links = pages.map((page) => `<li><a href="${attribute(page)}">${escaped(page.split('/')[0])}</a></li>`).join('\n');
    const page = pageHtml(folder.config.name, [`<h1>${escaped(folder.config.name)}</h1><ul>${links}</ul>`]);
    written.push(...(await writeReportFiles(host, folder.path, { 'report.html': page }, png)));
  }
  return { files: written, findings };
}

/** 'size-32_block-4': values of the further axes of the grid. */
function nameOf({ config }: StudyFolder, setting: Record<FurtherAxis, number>): string {
  const varied = (Object.keys(setting) as FurtherAxis[]).filter((axis) => (config.grid[axis]?.length ?? 1) > 1);
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
