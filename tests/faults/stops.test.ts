/** Every verb that takes long, stopped at random times: it ends soon, and what it leaves is whole. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { owner } from '../../native/node/owner.ts';
import { ResultsFolder } from '../../src/store/results.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { studyStatus } from '../../src/study/cells/status.ts';
import { writeLarge } from '../support/large.ts';
import { inFolder, lastOfEach, TINY } from '../support/program.ts';
import { type Heard, longest, PROMISED, type Stopped, stop } from '../support/stops.ts';
import { TINY_TRAIN } from '../support/study.ts';

const STOPS = 8;

/** Verbs with what they leave. @param parent has the large study and the configs */
function verbs(parent: string): Record<string, Stopped> {
  const at = (name: string) => join(parent, name);
  const clear = (name: string) => rmSync(at(name), { recursive: true, force: true });
  const whole = async (path: string) => {
    if (existsSync(join(path, 'study.json'))) assert.equal((await studyStatus(await StudyFolder.open(nodeFiles, path, owner))).damaged, []);
  };
  return {
    train: {
      words: lastOfEach(['train', ...TINY, '--size', '16', '--steps', '200000', '--out', at('run')]),
      within: 8,
      async left() {
        if (existsSync(at('run/checkpoint.safetensors'))) await ResultsFolder.resume(nodeFiles, at('run'));
        clear('run');
      },
    },
    sample: {
      words: ['sample', '--size', '256', '--chains', '256', '--samples', '1000000', '--out', at('samples.npy')],
      within: 8,
      left: () => assert.not.ok(existsSync(at('samples.npy'))),
    },
    study: { words: ['study', at('small.json'), '--out', at('small')], within: 8, left: () => whole(at('small')) },
    plan: {
      words: ['plan', at('large.json'), '--out', at('planned')],
      within: 6,
      async left() {
        await whole(at('planned'));
        clear('planned');
      },
    },
    report: { words: ['report', at('study')], within: 15, left: () => whole(at('study')) },
    export: { words: ['export', at('study'), '--format', 'npz', '--out', at('out.npz')], within: 8, left: () => assert.ok(isWholeZip(at('out.npz'))) },
    status: { words: ['status', at('study')], within: 1, left: () => whole(at('study')) },
    exact: { words: ['exact', '--size', '12', '--block', '3', '--buffer', '1'], within: 6 },
  };
}

/** A zip file ends with the record of its directory; one that is not there is as good. */
function isWholeZip(path: string): boolean {
  if (!existsSync(path)) return true;
  const whole = readFileSync(path).subarray(-22).readUInt32LE(0) === 0x06054b50;
  rmSync(path);
  return whole;
}

test('every verb ends soon after SIGTERM', async () => {
  await inFolder(async (parent) => {
    const grid = { temperature: { from: 1, to: 4, count: 500 }, coupling: { from: 1, to: 2, count: 200 }, buffer: [0] };
    writeFileSync(join(parent, 'large.json'), JSON.stringify({ name: 'planned', train: TINY_TRAIN, grid, runs: 1 }));
    const few = { temperature: [2, 3], buffer: [0] };
    writeFileSync(join(parent, 'small.json'), JSON.stringify({ name: 'small', train: { ...TINY_TRAIN, steps: 200_000 }, grid: few, runs: 1 }));
    await writeLarge(join(parent, 'study'));
    const missed: string[] = [];
    for (const [name, verb] of Object.entries(verbs(parent))) {
      const heard: Heard = await stop(verb, STOPS, 5);
      const { compiling, other, late, stops } = heard;
      const line = `${name}: ${stops} stops, ${late} after the end; last heard to be compiling: ${longest(compiling)}; else ${longest(other)}`;
      console.log(`count: ${line}`);
      if (Math.max(0, ...compiling) > PROMISED.compiling || Math.max(0, ...other) > PROMISED.other) missed.push(line);
      assert.ok(compiling.length + other.length > 0, `the control: ${name} was never at work`);
    }
    assert.equal(missed, []);
  });
});

test.run();
