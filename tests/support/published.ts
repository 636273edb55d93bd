/** Runs a shipped study in its small size and reads what its report puts beside published statements. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { PublishedRow } from '../../src/report/published/row.ts';
import type { StudyAnalysis } from '../../src/study/analyse/types.ts';
import type { PresetName } from '../../src/study/plan/presets.ts';
import { inside } from './inside.ts';

export interface Published {
  rows: PublishedRow[];
  analysis: StudyAnalysis;
}

export async function smallStudy(name: PresetName): Promise<Published> {
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-published-'));
  try {
    const { code, err } = await inside(['study', name, '--small', '--out', 'study'], { cwd: folder });
    assert.is(code, 0, err);
    const read = (file: string) => JSON.parse(readFileSync(join(folder, 'study', file), 'utf8'));
    const found = { rows: read('published.json').rows as PublishedRow[], analysis: read('analysis.json') as StudyAnalysis };
    for (const { id, at, published, ours, z } of found.rows) console.log(id, at, '|', published, '|', ours, z === null ? '' : `z = ${z.toFixed(1)}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rows of a statement, of which there must be some. */
export function rowsOf({ rows }: Published, id: string, claim: RegExp): PublishedRow[] {
  const found = rows.filter((row) => row.id === id && claim.test(row.claim));
  assert.ok(found.length > 0, `${id} ${claim}`);
  return found;
}
