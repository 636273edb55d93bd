/** Each kind of known value has its own mark and words in the figure of the information. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { informationOf } from '../../src/report/draw/information.ts';

const WORDS = { limit: /known limits/, 'uniform filter': /of the uniform filter/, best: /any H with so many states/ } as const;
const frame = { ceiling: Math.LN2, ceilingLabel: 'ln 2', title: 'temperature T', control: { noun: 'temperature', symbol: 'T' }, unit: 'sites' } as const;
const captionOf = (kind: keyof typeof WORDS): string => {
  const known = { value: 0.4, kind, label: 'known', source: 'a table' };
  return informationOf([{ temperature: 1, buffer: 0, information: { mean: 0.3, error: 0.01 }, known }], frame)?.caption ?? '';
};

for (const kind of Object.keys(WORDS) as (keyof typeof WORDS)[]) {
  test(`${kind}: told as what it is, and as nothing else`, () => {
    for (const [other, words] of Object.entries(WORDS)) assert.is(words.test(captionOf(kind)), other === kind, `${other} in: ${captionOf(kind)}`);
  });
}

test.run();
