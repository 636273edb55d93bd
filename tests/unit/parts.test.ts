/** How the samples of a file are used: no sample is lost, none is used twice where it counts, and pieces are contiguous. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fold, foldsOf, groupsOfFolds, halvedSamples, halvingsOf, lanesOfFile, lanesOfFolds } from '../../src/model/data/parts.ts';

const of = (samples: number, heldOutPart: number, folds = 1) => foldsOf({ samples, name: 'spins.npy' }, { heldOutPart, folds });
const counts = ({ training, validation, heldOut }: Fold) => [training.count, validation.count, heldOut.count];

test('a single training: words to validate on and held out, and all others trained on', () => {
  const split = (samples: number, part: number) => counts(of(samples, part)[0]);
  assert.equal(split(1000, 0.25), [584, 160, 256]);
  assert.equal(split(96, 0.25), [32, 32, 32]);
  assert.equal(split(159, 0.999), [63, 32, 64]);
  assert.equal(split(320, 0.001), [224, 64, 32]);
  assert.throws(() => of(95, 0.25), /^spins\.npy: expected at least 96 samples to train on.*got 95; give more/);
  // Numbers that fill their words lie as they always did: sample 32 g + bit, in the order of the file.
  assert.equal(
    Array.from(lanesOfFolds(320, of(320, 0.25))),
    Array.from({ length: 320 }, (_, n) => n),
  );
});

/** Samples of a part of a fold, as they lie in its lanes. */
function lanesOf(samples: number, folds: readonly Fold[], fold: number, part: keyof Fold): number[] {
  const { first, groups } = groupsOfFolds(folds)[fold][part];
  return Array.from(lanesOfFolds(samples, folds).subarray(32 * first, 32 * (first + groups)));
}

for (const [samples, folds] of [
  [300, 5],
  [299, 7],
  [96, 3],
  [96, 6],
  [1000, 2],
  [333, 20],
]) {
  test(`${samples} samples in ${folds} folds: each is held out once, and no fold sees what it holds out`, () => {
    const all = of(samples, 0.25, folds);
    const held: number[] = [];
    for (const [f, fold] of all.entries()) {
      const own = lanesOf(samples, all, f, 'heldOut').slice(0, fold.heldOut.count);
      held.push(...own);
      // A piece of the file.
      assert.equal(
        own,
        own.map((_, i) => own[0] + i),
      );
      const [trained, validated] = (['training', 'validation'] as const).map((part) => lanesOf(samples, all, f, part));
      assert.is(new Set(trained).size, fold.training.count);
      assert.is(new Set(validated).size, validated.length, 'nothing is validated on twice');
      const seen = new Set([...trained, ...validated]);
      assert.ok(own.every((n) => !seen.has(n)));
      assert.is(seen.size + own.length, samples, 'nothing is left out');
      assert.is(new Set([...trained, ...validated, ...own]).size, samples);
    }
    assert.equal(
      held.sort((a, b) => a - b),
      Array.from({ length: samples }, (_, n) => n),
    );
    assert.is(new Set(groupsOfFolds(all).map(({ heldOut }) => heldOut.groups)).size, 1);
  });
}

test('too few samples for so many folds: what is possible', () => {
  assert.throws(() => of(96, 0.25, 2), /^folds: expected 3 to 6 for the 96 samples of spins\.npy, .*got 2; use for example folds: 5/);
  assert.throws(() => of(300, 0.25, 19), /^folds: expected 2 to 18 for the 300 samples/);
  assert.throws(() => of(95, 0.25, 5), /at least 96 samples/);
  assert.is(of(300, 0.25, 18).length, 18);
});

test('a learning curve halves the words of the training part, down to an eighth or one word', () => {
  const sizes = (folds: Fold[]) => Array.from({ length: halvingsOf(folds) + 1 }, (_, i) => halvedSamples(folds[0], i));
  assert.equal(sizes(of(1000, 0.25)), [584, 320, 160, 64]);
  assert.equal(sizes(of(300, 0.25, 5)), [208, 128, 64]);
  assert.equal(sizes(of(96, 0.25)), [32]);
});

test('a whole file: its last word is filled with copies of the first samples', () => {
  assert.equal(Array.from(lanesOfFile(33)), [...Array.from({ length: 33 }, (_, n) => n), ...Array.from({ length: 31 }, (_, n) => n)]);
});

test.run();
