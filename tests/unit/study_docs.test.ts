/** docs/studies.md names everything there is: keys of the config, verbs, arrays, formats; its config is one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { keysOf } from '../../src/core/parts.ts';
import { ARRAY_NAMES } from '../../src/study/cells/arrays.ts';
import { EXPORT_FORMATS } from '../../src/study/cells/export.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { planStudy } from '../../src/study/plan/plan.ts';
import { PRESET_NAMES } from '../../src/study/plan/presets.ts';
import { GRID_PARTS, TRAIN_PARTS, WHOLE } from '../../src/study/plan/schema.ts';
import { RANGE_KEYS } from '../../src/study/plan/values.ts';
import { root } from '../support/root.ts';

const text = readFileSync(join(root, 'docs/studies.md'), 'utf8');
/** Names in `code` or "quotes". */
const named = new Set([...text.matchAll(/[`"]([\w$]+)["`]/g)].map((match) => match[1]));

for (const [what, names] of Object.entries({
  'keys of a config': Object.keys(WHOLE),
  axes: keysOf(GRID_PARTS),
  'settings of a training': keysOf(TRAIN_PARTS),
  'keys of a range': RANGE_KEYS,
  arrays: ARRAY_NAMES,
  formats: EXPORT_FORMATS,
  presets: PRESET_NAMES,
})) {
  test(`all ${what} are named`, () => {
    assert.equal(
      names.filter((name) => !named.has(name)),
      [],
    );
  });
}

test('the config of the page is taken, and is what the page says', () => {
  const config = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
  const plan = planStudy(studyConfig(config));
  assert.is(plan.cells.length, 7);
  assert.equal(plan.config.grid.temperature, [1.8, 2, 2.2, 2.4, 2.6, 2.8, 3]);
});

test.run();
