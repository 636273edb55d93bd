/** Drawings and coarse fields against what is read back: every pixel, every block. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Picture, TextureTarget } from '../../src/gpu/canvas.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { declareShader } from '../../src/gpu/shader.ts';
import { submit } from '../../src/gpu/submission.ts';
import type { Tensor } from '../../src/gpu/tensor.ts';
import { patchSettings, shownPatch } from '../../src/lab/patch.ts';
import { ChippingChains } from '../../src/model/chipping/chains.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { CoarseLevels, levelsOf } from '../../src/show/coarsen.ts';
import { type Colours, drawField, drawLattice, pixelsOf, type Style, viewOf } from '../../src/show/lattice.ts';
import { drawTiling } from '../../src/show/tiling.ts';
import { coarsen } from '../reference/show/coarsen.ts';
import { tilingPicture } from '../reference/show/tiling.ts';
import { closeDevice, execute, scoped, theDevice } from '../support/device.ts';
import { uniform } from '../support/random.ts';

/** Multiples of 1/255, which bytes hold exactly. */
const COLOURS: Colours = { low: [20 / 255, 40 / 255, 60 / 255], high: [250 / 255, 200 / 255, 100 / 255], ground: [0, 1, 0] };
const bytes = (colour: readonly number[]) => colour.map((x) => Math.round(255 * x)).join();

async function drawn(scope: Scope, chains: Chains, style: Style, group: number, lane: number): Promise<string[]> {
  const device = await theDevice();
  const [width, height] = pixelsOf(style, chains.shape.slice(0, 2));
  const target = new TextureTarget(device, width, height);
  const words = style.kind === 'bars' ? 2 * chains.sites : chains.sites;
  const view = viewOf(scope, COLOURS, group * words, lane);
  const picture = await drawLattice(device, style, chains.shape.slice(0, 2), chains.state, view, target).compile();
  const sweeps = new Plan(device, 'sweeps');
  chains.recordSweep(sweeps, [{ first: 0, groups: chains.groups }], 3);
  await sweeps.compile();
  // Sweeps and drawing are one submission: the picture shows what the sweeps left.
  submit(device, 'frame', [sweeps.times(2), picture]);
  const pixels = await target.read();
  target.dispose();
  return Array.from({ length: width * height }, (_, i) => pixels.subarray(4 * i, 4 * i + 3).join());
}

/** How many of the pixels are not as wanted. */
const different = (pixels: readonly string[], wanted: (i: number) => string) => pixels.filter((pixel, i) => pixel !== wanted(i)).length;

for (const stagger of [false, true]) {
  test(
    `spins${stagger ? ', staggered' : ''}: no pixel differs from the packed spins, of another chain many do`,
    scoped(async (scope) => {
      const L = 36;
      const chains = new IsingChains(scope, { size: L, coupling: stagger ? -1 : 1, temperatures: [3, 3], seed: 4 });
      const pixels = await drawn(scope, chains, { kind: 'spins', stagger }, 1, 13);
      const words = await chains.state.read();
      const wanted = (lane: number) => (i: number) => {
        const flip = stagger ? (i + Math.floor(i / L)) & 1 : 0;
        return bytes((((words[L * L + i] >>> lane) ^ flip) & 1) === 1 ? COLOURS.high : COLOURS.low);
      };
      assert.is(different(pixels, wanted(13)), 0);
      assert.ok(different(pixels, wanted(12)) > 200, 'another chain');
    }),
  );
}

test(
  'dimers: both ends of every dimer are one bar, and bars of different dimers do not touch',
  scoped(async (scope) => {
    const L = 8;
    const chains = new DimerChains(scope, { size: L, temperatures: [1, 1], seed: 4 });
    const pixels = await drawn(scope, chains, { kind: 'bars' }, 1, 5);
    const words = await chains.state.read();
    const scale = pixelsOf({ kind: 'bars' }, [L, L])[0] / L;
    const at = (x: number, y: number) => pixels[Math.floor(scale * (y % L)) * scale * L + Math.floor(scale * (x % L))];
    const ground = bytes(COLOURS.ground);
    let [bonds, wrong] = [0, 0];
    for (let i = 0; i < 2 * L * L; i++) {
      const [bond, x, y] = [i % 2, (i >> 1) % L, Math.floor(i / (2 * L))];
      const covered = ((words[2 * L * L + i] >>> 5) & 1) === 1;
      bonds += covered ? 1 : 0;
      // The middle of the bond, on either side of the border between its sites.
      for (const shift of [-0.1, 0.1]) {
        const pixel = bond === 0 ? at(x + 1 + shift, y + 0.5) : at(x + 0.5, y + 1 + shift);
        if ((pixel !== ground) !== covered) wrong += 1;
      }
    }
    assert.is(bonds, (L * L) / 2);
    assert.is(wrong, 0);
    assert.ok(pixels.filter((pixel) => pixel === ground).length > pixels.length / 5, 'gaps between bars');
  }),
);

test(
  'masses: columns are as high as the masses, cut columns are marked',
  scoped(async (scope) => {
    const [N, height] = [40, 3];
    const chains = new ChippingChains(scope, { size: N, density: 2, rates: [1, 1], seed: 4 });
    const pixels = await drawn(scope, chains, { kind: 'columns', height }, 1, 7);
    const words = await chains.state.read();
    const wanted = (i: number) => {
      const mass = words[(N + (i % N)) * 32 + 7];
      const level = height - 1 - Math.floor(i / N);
      if (mass > height && level === height - 1) return bytes(COLOURS.low);
      return bytes(level < mass ? COLOURS.high : COLOURS.ground);
    };
    assert.is(different(pixels, wanted), 0);
    assert.ok(pixels.includes(bytes(COLOURS.low)), 'a column is cut');
  }),
);

test(
  'dimers on a tiling against twin: no channel of a pixel differs by more than its rounding, of another chain many do',
  scoped(async (scope) => {
    const device = await theDevice();
    const { graph, sites } = patchSettings({ size: 1, block: 0, buffer: 0, shell: 1 });
    const patch = shownPatch(graph, sites);
    const chains = new GraphDimerChains(scope, { graph, temperatures: [1, 1], seed: 4 });
    const sweeps = new Plan(device, 'sweeps');
    chains.recordSweep(sweeps, [{ first: 0, groups: 2 }], 3);
    await sweeps.compile();
    const side = 128;
    const target = new TextureTarget(device, side, side);
    const edges = graph.edges.length;
    const view = viewOf(scope, COLOURS, edges, 11);
    const picture = await drawTiling(device, scope, patch, { state: chains.state, view, target, side }).compile();
    submit(device, 'frame', [sweeps.times(1), picture]);
    const pixels = await target.read();
    target.dispose();
    const words = (await chains.state.read()).subarray(edges);
    const wrong = (lane: number) => {
      const covered = Array.from(words, (word) => ((word >>> lane) & 1) === 1);
      const wanted = tilingPicture(patch, covered, side, COLOURS.high, COLOURS.ground);
      return wanted.filter((value, i) => !(Math.abs(255 * value - pixels[4 * Math.floor(i / 3) + (i % 3)]) <= 0.51)).length;
    };
    assert.is(wrong(11), 0);
    assert.ok(wrong(12) > 1000, 'another chain');
  }),
);

/** Signs of sums that no rounding changes: a sum close to zero may have either. */
function agree(found: ArrayLike<number>, sums: readonly number[], magnitudes: number): void {
  const clear = sums.filter((sum) => Math.abs(sum) > 1e-4 * magnitudes).length;
  assert.ok(clear > 0.8 * sums.length, `${clear} of ${sums.length} sums are clear`);
  for (const [i, sum] of sums.entries()) if (Math.abs(sum) > 1e-4 * magnitudes) assert.is(found[i], Math.sign(sum), `block ${i}`);
}

for (const { channels, block, levels } of [
  { channels: 1, block: [2, 2], levels: 3 },
  { channels: 1, block: [2, 4], levels: 2 },
  { channels: 2, block: [4, 2], levels: 1 },
] as const) {
  test(
    `show/coarsen against twin: blocks of ${block.join(' x ')} sites with ${channels} values, ${levels} levels`,
    scoped(async (scope) => {
      const extents = [16, 32] as const;
      const values = block[0] * block[1] * channels;
      const [R, first, stride] = [3, 8, 64];
      const weights = scope.upload('f32', [R, stride], 'w', uniform(1, R * stride, -1, 1));
      const words = Uint32Array.from(uniform(2, 2 * 512 * channels, 0, 2 ** 32));
      const state = scope.upload('u32', [2, ...extents, channels], 'state', words);
      const fields = new CoarseLevels(scope, { weights, first, state, extents, channels, block, levels });
      const plan = new Plan(scope.memory, 'coarsen');
      fields.record(plan);
      fields.pick({ replica: 2, first: 512 * channels, lane: 9 });
      await execute(plan);
      const own = (await weights.read()).subarray(2 * stride + first, 2 * stride + first + values);
      const magnitudes = own.reduce((sum, w) => sum + Math.abs(w), 0);
      const norms = await fields.norms.read();
      assert.ok(Math.abs(norms[5] / magnitudes - 1) < 1e-6 && Math.abs(norms[4] / Math.hypot(...own) - 1) < 1e-6);
      let finer: ArrayLike<number> = Array.from(words.subarray(512 * channels), (word) => ((word >>> 9) & 1 ? 1 : -1));
      let sides: readonly [number, number] = extents;
      for (const field of fields.fields) {
        const found = await field.read();
        agree(found, coarsen(own, finer, { extents: sides, channels, block }), magnitudes);
        // The next level is compared with the sums over what the kernel made of this one.
        [finer, sides] = [found, [sides[0] / block[0], sides[1] / block[1]]];
      }
      const [rows, columns] = sides;
      assert.equal(fields.fields.at(-1)?.shape, [rows, columns]);
    }),
  );
}

test(
  'ties of a filter are zero and are drawn as the ground',
  scoped(async (scope) => {
    const device = await theDevice();
    const weights = scope.upload('f32', [1, 4], 'w', Float32Array.of(0.1, 0.1, -0.1, -0.1));
    // All spins up: the sum over each block is zero.
    const state = scope.upload('u32', [1, 4, 4, 1], 'state', new Uint32Array(16).fill(1));
    const fields = new CoarseLevels(scope, { weights, first: 0, state, extents: [4, 4], channels: 1, block: [2, 2], levels: 1 });
    const plan = new Plan(device, 'coarsen');
    fields.record(plan);
    await plan.compile();
    const target = new TextureTarget(device, 2, 2);
    const picture = await drawField(device, fields.fields[0], viewOf(scope, COLOURS), target).compile();
    submit(device, 'frame', [plan.times(1), picture]);
    assert.equal(Array.from(await (fields.fields[0] as Tensor<'f32'>).read()), [0, 0, 0, 0]);
    const pixels = await target.read();
    for (let i = 0; i < 4; i++) assert.is(pixels.subarray(4 * i, 4 * i + 3).join(), bytes(COLOURS.ground));
    target.dispose();
  }),
);

test('the same filter is applied again as long as blocks divide the lattice', () => {
  const of = (L: number, block: readonly [number, number], channels = 1) => levelsOf({ extents: [L, L], block, channels }, 3);
  assert.equal([of(32, [4, 4]), of(64, [4, 4]), of(8, [2, 2]), of(16, [2, 2]), of(32, [3, 3]), of(8, [1, 1]), of(8, [2, 2], 2)], [2, 3, 3, 3, 0, 0, 1]);
});

test(
  'a drawing of a user is declared as kernels are, and fills its target; names that are not there are refused',
  scoped(async (scope, device) => {
    const text = `// uses lib/whole
@group(0) @binding(0) var<storage, read> levels: array<f32>;
@fragment
fn grey(@builtin(position) at: vec4f) -> @location(0) vec4f { return vec4f(vec3f(levels[u32(at.x)]), 1.0); }`;
    const shader = await declareShader('grey.wgsl', text);
    const levels = scope.upload('f32', [3], 'levels', Float32Array.of(0, 0.2, 1));
    const target = new TextureTarget(device, 3, 1);
    const picture = await new Picture(device, shader.drawing('grey'), {}, { levels }, target).compile();
    submit(device, 'grey', [picture]);
    assert.equal(Array.from(await target.read()), [0, 0, 0, 255, 51, 51, 51, 255, 255, 255, 255, 255]);
    assert.throws(() => shader.drawing('gray'), /did you mean grey/);
    assert.throws(() => shader.entry('grey'), /write one/);
    let message = '';
    await declareShader('alone.wgsl', text.replace('// uses lib/whole', '')).catch((error: Error) => {
      message = error.message;
    });
    assert.match(message, /one vertex entry point beside those of fragments, got none/);
    target.dispose();
  }),
);

test.after(closeDevice);
test.run();
