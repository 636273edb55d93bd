/** The doctor's findings as text and as JSON, and who decides which adapter is taken. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { matches } from '../support/pattern.ts';
import { run, stackLines } from '../support/program.ts';

const LIMITS = {
  maxBufferSize: 'number',
  maxStorageBufferBindingSize: 'number',
  maxStorageBuffersPerShaderStage: 'number',
  maxComputeInvocationsPerWorkgroup: 'number',
  maxComputeWorkgroupStorageSize: 'number',
} as const;
const ADAPTER = { name: 'string', vendor: 'string', architecture: 'string', driver: 'string', origin: 'string', software: 'boolean' } as const;
const QUICK = ['sample', '--size', '4', '--chains', '32', '--samples', '2', '--temperature', '2', '--algorithm', 'metropolis', '--json'];

test('text: versions, the adapter with its verdict, limits, features, advice', async () => {
  const ran = await run(['doctor', '--adapter', 'embedded']);
  assert.is(ran.code, 0, ran.err);
  assert.equal(stackLines(ran), []);
  assert.match(ran.out, /blockspin +\d+\.\d+\.\d+/);
  assert.match(ran.out, /node +\d+\./);
  assert.match(ran.out, /dawn +webgpu/);
  assert.match(ran.out, /-> SwiftShader/);
  assert.match(ran.out, /taken: asked for as "embedded"/);
  assert.match(ran.out, /buffers up to \d+ MiB, bindings up to \d+ MiB, \d+ storage buffers, workgroups of \d+/);
  assert.match(ran.out, /features: \S+/);
  assert.match(ran.out, /What would make it faster:\n {2}\S+/);
  assert.match(ran.out, 'blockspin can run here.');
});

test('--json: one object', async () => {
  const ran = await run(['doctor', '--adapter', 'embedded', '--json']);
  assert.is(ran.code, 0, ran.err);
  const found = JSON.parse(ran.out);
  assert.is(found.works, true);
  matches(found.versions, { blockspin: 'string', node: 'string', dawn: 'string' });
  matches(found.candidates, [{ adapter: ADAPTER, verdict: 'string', reason: 'string', limits: LIMITS, features: ['string'] }]);
  assert.equal(
    found.candidates.map((c: { verdict: string }) => c.verdict),
    ['taken'],
  );
  assert.ok(Array.isArray(found.notes));
  matches(found.advice, ['string']);
});

test('without a choice every adapter is listed and exactly one is taken', async () => {
  const ran = await run(['doctor', '--json'], { env: { BLOCKSPIN_ADAPTER: '' } });
  assert.is(ran.code, 0, ran.err);
  const { candidates } = JSON.parse(ran.out) as { candidates: { verdict: string; adapter: { origin: string } }[] };
  assert.is(candidates.filter((c) => c.verdict === 'taken').length, 1);
  assert.ok(
    candidates.some((c) => c.adapter.origin === 'embedded'),
    'the embedded adapter is looked at even when a better one is taken',
  );
});

test('an adapter that does not exist: exit code 1, and what was tried with the reason', async () => {
  const ran = await run(['doctor', '--adapter', 'nosuch']);
  assert.is(ran.code, 1);
  assert.equal(stackLines(ran), []);
  assert.match(ran.out, 'no adapter works');
  assert.match(ran.out, /SwiftShader.*\n +refused: its name does not contain "nosuch"/);
  const json = await run(['doctor', '--adapter', 'nosuch', '--json']);
  assert.is(json.code, 1);
  assert.is(JSON.parse(json.out).works, false);
});

test('BLOCKSPIN_ADAPTER chooses, and --adapter overrides it', async () => {
  const embedded = await run(QUICK, { env: { BLOCKSPIN_ADAPTER: 'embedded' } });
  assert.is(embedded.code, 0, embedded.err);
  assert.is(JSON.parse(embedded.out).adapter.origin, 'embedded');

  const env = { BLOCKSPIN_ADAPTER: 'nosuch' };
  const refused = await run(QUICK, { env });
  assert.is(refused.code, 1);
  assert.match(refused.err, 'nosuch');
  assert.is((await run(['doctor'], { env })).code, 1);

  const overridden = await run([...QUICK, '--adapter', 'swift'], { env });
  assert.is(overridden.code, 0, overridden.err);
  assert.match(JSON.parse(overridden.out).adapter.name, 'SwiftShader');
});

test.run();
