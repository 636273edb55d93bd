/** Dawn's null backend accepts all work and does none of it: it must never be taken for an adapter. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { create, globals } from 'webgpu';
import { BlockspinError } from '../../src/core/errors.ts';
import { openOn } from '../../src/gpu/open.ts';

test('a device that does not run kernels is refused, with the reason', async () => {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  (globalThis as { held?: GPU }).held = gpu;
  const adapter = await gpu.requestAdapter();
  assert.ok(adapter, 'the null backend offers an adapter');
  if (!adapter) return;
  try {
    await openOn(adapter, 'null');
    assert.unreachable('the null backend was taken');
  } catch (error) {
    assert.instance(error, BlockspinError);
    assert.equal((error as BlockspinError).code, 'adapter');
    assert.match((error as Error).message, /published words/);
  }
});

test.run();
