/** Single bits of the folder of a training that was stopped, turned over one at a time, as `flips.ts` does for studies. */
import * as assert from 'uvu/assert';
import { ResultsFolder } from '../../src/store/results.ts';
import { encode } from '../../src/study/cells/record.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { type Flips, flip, places, refusal, someCheckpoint } from './flips.ts';
import { MemoryFiles, madeUp } from './study.ts';

/** `config.json`, `partial.json` and a checkpoint. */
export async function trainingToFlip(): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  const input = { size: 8, block: 2, shell: 1, buffer: [0], temperature: [2, Number.POSITIVE_INFINITY], replicas: 1, steps: 20, refine: 0 };
  const folder = await ResultsFolder.create(files, 'run', trainConfig(input));
  await folder.saveCheckpoint(someCheckpoint());
  await folder.savePartial(madeUp(input));
  return files;
}

async function resumed(files: MemoryFiles): Promise<string> {
  const { config, checkpoint } = await ResultsFolder.resume(files, 'run');
  return encode([config, checkpoint]);
}

/** Turns bits over, each of them in a copy of its own. */
export async function flipTraining(count: number, seed: number): Promise<Flips> {
  const whole = await trainingToFlip();
  const before = await resumed(whole);
  const found: Flips = { flips: 0, refused: 0, harmless: 0, files: whole.content.size };
  for (const struck of places(whole, count, seed)) {
    const place = `flip ${found.flips++}, ${struck.name} byte ${struck.at} bit ${struck.bit}`;
    const files = flip(whole, struck);
    let got = '';
    const refused = await refusal(async () => (got = await resumed(files)), struck.name, place);
    found[refused ? 'refused' : 'harmless'] += 1;
    assert.is(refused, struck.name === 'run/checkpoint.safetensors', place);
    if (refused) continue;
    assert.is(got, before, `${place}: another run, and nothing was said`);
    assert.equal(files.content.get('run/config.json'), whole.content.get('run/config.json'), `${place}: not mended`);
  }
  return found;
}
