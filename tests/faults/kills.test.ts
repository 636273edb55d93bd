/** Processes that are killed at random while they store studies and trainings: nothing is torn, lost or done twice. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { killWriters, writeStudy } from '../support/kills.ts';
import { killTrainings, writeTraining } from '../support/kills_training.ts';
import { inFolder, lastOfEach, run, TINY } from '../support/program.ts';

/** Signals and pauses after the training has begun, milliseconds: a stop leaves a checkpoint, a kill whatever is there. */
const BLOWS = [
  ['SIGTERM', 300],
  ['SIGKILL', 700],
  ['SIGKILL', 20],
  ['SIGTERM', 400],
  ['SIGKILL', 1500],
] as const;

if (process.argv[2] === 'write') await writeStudy(process.argv[3]);
else if (process.argv[2] === 'train') await writeTraining(process.argv[3]);
else {
  test('writers of studies, two at a time', async () => {
    await killWriters(120, fileURLToPath(import.meta.url));
    console.log('count: studies: 120 kills, 0 lost, 0 torn, 0 done twice; the bits of a study that nobody disturbed');
  });

  test('writers of trainings', async () => {
    const { kills, torn, resumed } = await killTrainings(150, fileURLToPath(import.meta.url));
    console.log(`count: trainings: ${kills} kills, ${torn} of them in the middle of a file, ${resumed} gone on with, 0 lost, 0 torn`);
    assert.ok(torn > kills / 10 && resumed > kills / 4, 'the control: kills that strike nobody at work would prove nothing');
  });

  test('the program, stopped and killed in turn, comes to the bits of a training that nobody disturbed', async () => {
    await inFolder(async (parent) => {
      const folder = join(parent, 'run');
      const words = lastOfEach(['train', ...TINY, '--steps', '4000', '--refine', '200']);
      let kills = 0;
      for (const [signal, pauseMs] of BLOWS) {
        const goesOn = existsSync(join(folder, 'checkpoint.safetensors'));
        if (!goesOn) rmSync(folder, { recursive: true, force: true });
        const ran = await run(goesOn ? ['train', '--resume', folder] : [...words, '--out', folder], {
          interrupt: { signal, after: /^training /m, pauseMs },
        });
        assert.ok(ran.signal === 'SIGKILL' || ran.code === 130, `${ran.code} ${ran.signal} ${ran.err}`);
        kills += 1;
      }
      const [last, whole] = [await run(['train', '--resume', folder]), await run([...words, '--out', join(parent, 'whole')])];
      assert.equal([last.code, whole.code], [0, 0], last.err + whole.err);
      const curves = (path: string) => readFileSync(join(path, 'training.json'), 'utf8');
      assert.is(curves(folder), curves(join(parent, 'whole')));
      console.log(`count: the program: ${kills} stops and kills, the same bits in the end`);
    });
  });

  test.run();
}
