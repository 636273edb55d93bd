/** Single bits of the folder of a training, stopped or finished, turned over one at a time, as `flips.ts` does for studies. */
import * as assert from 'uvu/assert';
import { ResultsFolder } from '../../src/store/results.ts';
import { readResults } from '../../src/store/stored_results.ts';
import { encode } from '../../src/study/cells/record.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { type Flips, flip, places, refusal, someCheckpoint } from './flips.ts';
import { MemoryFiles, madeUp } from './study.ts';

const INPUT = { size: 8, block: 2, shell: 1, buffer: [0], temperature: [2, Number.POSITIVE_INFINITY], replicas: 1, steps: 20, refine: 0 };

/** `config.json`, `partial.json` and a checkpoint. */
export async function trainingToFlip(): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  const folder = await ResultsFolder.create(files, 'run', trainConfig(INPUT));
  await folder.saveCheckpoint(someCheckpoint());
  await folder.savePartial(madeUp(INPUT));
  return files;
}

/** `config.json`, `summary.json`, `training.json` and their checksums. */
export async function finishedToFlip(): Promise<MemoryFiles> {
  const files = await trainingToFlip();
  const { folder } = await ResultsFolder.resume(files, 'run');
  await folder.saveFinal(madeUp(INPUT));
  await folder.finish();
  return files;
}

async function resumed(files: MemoryFiles): Promise<string> {
  const { config, checkpoint } = await ResultsFolder.resume(files, 'run');
  return encode([config, checkpoint]);
}

/** What a report is drawn from. */
async function results(files: MemoryFiles): Promise<string> {
  return encode((await readResults(files, 'run')).results);
}

/** Turns bits over, each of them in a copy of its own: of a stopped training, what it goes on from and what a report is drawn from. */
export async function flipTraining(count: number, seed: number): Promise<Flips> {
  const whole = await trainingToFlip();
  const before = [await resumed(whole), await results(whole)];
  const found: Flips = { flips: 0, refused: 0, harmless: 0, files: whole.content.size };
  for (const struck of places(whole, count, seed)) {
    const place = `flip ${found.flips++}, ${struck.name} byte ${struck.at} bit ${struck.bit}`;
    const files = flip(whole, struck);
    const got = ['', ''];
    const reported = await refusal(async () => (got[1] = await results(files)), struck.name, place);
    assert.is(reported, struck.name === 'run/partial.json', place);
    if (!reported) assert.is(got[1], before[1], `${place}: other results, and nothing was said`);
    const refused = await refusal(async () => (got[0] = await resumed(files)), struck.name, place);
    assert.is(refused, struck.name === 'run/checkpoint.safetensors', place);
    found[refused || reported ? 'refused' : 'harmless'] += 1;
    if (refused) continue;
    assert.is(got[0], before[0], `${place}: another run, and nothing was said`);
    assert.equal(files.content.get('run/config.json'), whole.content.get('run/config.json'), `${place}: not mended`);
  }
  return found;
}

/** The same of a finished training. */
export async function flipFinished(count: number, seed: number): Promise<Flips> {
  const whole = await finishedToFlip();
  const before = await results(whole);
  const found: Flips = { flips: 0, refused: 0, harmless: 0, files: whole.content.size };
  for (const struck of places(whole, count, seed)) {
    const place = `flip ${found.flips++}, ${struck.name} byte ${struck.at} bit ${struck.bit}`;
    const files = flip(whole, struck);
    let got = '';
    const refused = await refusal(async () => (got = await results(files)), struck.name, place);
    assert.is(refused, struck.name !== 'run/config.json', place);
    found[refused ? 'refused' : 'harmless'] += 1;
    if (refused) continue;
    assert.is(got, before, `${place}: other results, and nothing was said`);
    const { notes } = await readResults(files, 'run');
    assert.ok(notes[0]?.includes('run/config.json'), `${place}: nothing was said`);
  }
  return found;
}
