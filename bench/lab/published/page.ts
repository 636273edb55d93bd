/** docs/published.md from the stored rows: published statements beside the results of studies. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { duration } from '../../../src/report/draw/numbers.ts';
import type { PublishedRow } from '../../../src/report/published/row.ts';
import { between, cell, table } from '../markdown.ts';

/** One line of bench/results/published-NAME.jsonl: a study and its rows. */
export interface PublishedStudy {
  name: string;
  /** The command that made it. */
  command: string;
  adapter: string;
  commit: string;
  finished: string;
  processor: string;
  cores: number;
  /** Time of all cells together, without correlators. */
  seconds: number;
  rows: PublishedRow[];
}

const PUBLISHED = /^published-([a-z0-9-]+)\.jsonl$/;
const MARKERS = ['<!-- published -->', '<!-- end -->'] as const;

/** @throws Error where the text is not of this kind */
export function readPublished(file: string, text: string): PublishedStudy[] {
  const studies = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as PublishedStudy);
  if (studies.length === 0 || studies.some(({ rows }) => !Array.isArray(rows))) throw new Error(`${file}: expected lines of bench -- published`);
  return studies;
}

/** The stored studies of all adapters, in the order of their names. */
export function storedStudies(folder: string): PublishedStudy[] {
  const files = readdirSync(folder).filter((name) => PUBLISHED.test(name));
  return files.sort().flatMap((name) => readPublished(name, readFileSync(join(folder, name), 'utf8')));
}

/**
 * The page with the tables between its markers made from the studies.
 * @throws Error where a marker is missing
 */
export function withPublished(page: string, studies: readonly PublishedStudy[]): string {
  return between(page, 'docs/published.md', MARKERS, studies.map(section).join('\n\n') || 'Not measured yet.');
}

function section({ name, command, adapter, processor, cores, commit, finished, seconds, rows }: PublishedStudy): string {
  const text = (words: string) => cell(signed(words));
  const z = (value: number | null) => (value === null ? '' : signed(value.toFixed(1)));
  return [
    `### ${name}`,
    '',
    `\`${command}\`: ${duration(seconds)} of computing; ${adapter}; ${processor}, ${cores} cores; commits ${commit}, ${finished.slice(0, 10)}.`,
    '',
    table(
      ['', 'statement', 'at', 'published', 'ours', 'z', 'remark'],
      rows.map(({ id, claim, at, published, ours, z: errors, note }) => [id, text(claim), text(at), text(published), text(ours), z(errors), text(note)]),
      7,
    ),
  ].join('\n');
}

/** Minus signs in place of hyphens before numbers. */
const signed = (text: string) => text.replace(/(^|[\s(])-(?=\d)/g, '$1−');
