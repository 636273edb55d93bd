/** Lines of the terminal: they fit its width, lose no word, and commands stay commands. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { folded } from '../../src/cli/fold.ts';
import { help } from '../../src/cli/help.ts';
import { observableLines } from '../../src/cli/observables.ts';
import { VERBS, type VerbName } from '../../src/cli/verbs.ts';
import { drawFilters, dynamics, table } from '../../src/report/terminal/table.ts';
import { madeUpResults } from './results_fixture.ts';

const words = (text: string) => text.replaceAll(' \\\n', '\n').split(/\s+/);
/** Words longer than a line stay whole. */
const tooLong = (text: string, columns: number) =>
  text.split('\n').filter((line) => line.length > columns && line.trim().includes(' ') && !/^\s*\S{60,}/.test(line));

test('help of every verb fits 80 columns with every word, options hang behind their names', () => {
  for (const verb of [undefined, ...(Object.keys(VERBS) as VerbName[])]) {
    const text = help(verb);
    assert.equal(tooLong(folded(text, 80), 80), [], verb);
    assert.equal(words(folded(text, 80)), words(text), verb);
  }
  const [first, second] = folded(`  ${'--model NAME'.padEnd(28)} ${'word '.repeat(12).trim()}`, 60).split('\n');
  assert.is(first.indexOf('word'), 31);
  assert.is(second.search(/\S/), 31);
});

test('what fits is left alone; commands are broken for a shell; a word that is too long stays whole', () => {
  assert.is(folded('a line\n  another', 80), 'a line\n  another');
  const command = `  npx blockspin train ${'--some thing '.repeat(8).trim()}`;
  const lines = folded(command, 60).split('\n');
  assert.ok(lines.length > 1 && lines.slice(0, -1).every((line) => line.endsWith(' \\') && line.length <= 60));
  assert.is(folded('x'.repeat(90), 80), 'x'.repeat(90));
});

test('results of a run fit 80 columns', () => {
  const { summary } = madeUpResults();
  for (const text of [table(summary, { width: 80 }), drawFilters(summary, { width: 80 }), folded(dynamics(summary), 80)])
    assert.equal(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
});

test('an observable without error is one number with its unit', () => {
  assert.equal(observableLines({ heat: { mean: 0, error: 0 } }, { heat: { label: 'specific heat', unit: 'k_B per site' } }), [
    '  specific heat  0 k_B per site',
  ]);
});

test.run();
