/** The laboratory's page without a page: links, windows, recorded runs, sentences, exact values. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commandOf } from '../../native/browser/lab/command.ts';
import { exactIsing } from '../../src/exact/exact.ts';
import { dimerInformation } from '../../src/exact/matching/information.ts';
import { LAB_MODELS } from '../../src/lab/catalogue.ts';
import { BEST } from '../../src/lab/exact_table.ts';
import { hasExact, tabled } from '../../src/lab/exact_values.ts';
import { inPlane, isNoise, planeOf, shownFilter } from '../../src/lab/filters.ts';
import { blockAt, boxesOf, coarsened, edgesAt, inspect, shiftsOf } from '../../src/lab/geometry.ts';
import { History } from '../../src/lab/history.ts';
import { linkOf, readLink } from '../../src/lab/link.ts';
import { patchSettings, shownPatch } from '../../src/lab/patch.ts';
import { decodeReplay, encodeReplay, type Take } from '../../src/lab/replay.ts';
import { sentencesOf } from '../../src/lab/sentences.ts';
import { DEFAULTS, fits, modelOf } from '../../src/lab/settings.ts';
import { inputOf } from '../../src/lab/stage.ts';
import { TILING_SENTENCES } from '../../src/lab/tiling_sentences.ts';
import { MODELS } from '../../src/model/models.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { root } from '../support/root.ts';

test('a link says all settings and is read back as they were; without one there are defaults that fit', () => {
  const settings = { ...DEFAULTS, size: 32, block: 4, buffer: 3, shell: 2, temperature: 1.8, replicas: 4, seed: 77 };
  assert.is(linkOf(settings), '#v=1&m=ising&L=32&b=4&B=3&s=2&T=1.8&R=4&seed=77');
  assert.equal(readLink(linkOf(settings)), { settings, problems: [] });
  assert.equal(readLink(''), { settings: DEFAULTS, problems: [] });
  for (const { id, control } of LAB_MODELS) {
    const { settings: own, problems } = readLink(`#m=${id}`);
    assert.equal(problems, []);
    assert.is(own.temperature, control?.usual ?? 1);
    assert.ok(fits(own), id);
    assert.match(linkOf(own), control ? new RegExp(`&${control.symbol}=`) : /^#v=1&m=quasicrystal&L=1&b=0&B=0&s=1&R=8&seed=1$/);
    assert.equal(readLink(linkOf(own)), { settings: own, problems: [] });
  }
});

test('without a link the page begins on 8 x 8 at T_c, where the curve meets the best H of all', () => {
  const { size, block, buffer, shell, temperature, replicas } = DEFAULTS;
  assert.equal([size, block, buffer, shell, temperature, replicas], [8, 2, 1, 1, 2.269185, 8]);
  assert.is(tabled(DEFAULTS)?.value.toFixed(4), '0.4528');
});

test('whatever is wrong in a link is replaced and said', () => {
  for (const [fragment, reason] of [
    ['#m=potato', /no model “potato”/],
    ['#L=9', /size is one of 8, 12, 16/],
    ['#L=ten', /L in the link is a number, not “ten”/],
    ['#L=', /is a number/],
    ['#T=99', /temperature is from 1 to 4, not 99/],
    ['#v=2', /version 2/],
    ['#colour=red', /field “colour”/],
    ['#L=8&b=4&B=2&s=2', /does not fit a lattice of 8/],
    ['#R=0', /replicas is a whole number from 1/],
    ['#seed=1.5', /seed is a whole number/],
    ['#m=quasicrystal&T=2', /temperature is not part of this model/],
    ['#m=quasicrystal&L=3', /size is one of 1, 2, not 3/],
    ['#m=quasicrystal&b=1', /does not fit a patch of level 1/],
    ['#m=quasicrystal&L=2&b=1&B=9', /does not fit a patch of level 2/],
  ] as const) {
    const { settings, problems } = readLink(fragment);
    assert.is(problems.length, 1, fragment);
    assert.match(problems[0], reason);
    assert.ok(fits(settings), fragment);
  }
});

test('settings of every model of the page are those of a training', () => {
  for (const { id } of LAB_MODELS) {
    const { settings } = readLink(`#m=${id}`);
    const { settings: own, control } = modelOf(settings);
    const { temperature } = settings;
    const config = trainConfig(inputOf(modelOf(settings), settings));
    assert.is(config.model.name, own.model);
    assert.is(control === undefined, id === 'quasicrystal');
    assert.equal(config.temperature, [temperature]);
  }
  assert.is(
    commandOf(readLink('#m=antiferromagnet').settings),
    'npx blockspin train --model ising --coupling -1 --size 8 --block 2 --buffer 1 --shell 1 --temperature 2.269185 --replicas 8 --seed 1 --out results/lab',
  );
  assert.match(commandOf(readLink('#m=chipping').settings), /--model chipping .* --chipping-rate 1 /);
  assert.is(
    commandOf(readLink('#m=quasicrystal&L=2&b=1').settings),
    'npx blockspin train --model graph-dimers --chains 128 --graph ammann-beenker:2 --centre 0 --level 1 --buffer 0 --shell 1 --replicas 8 --seed 1 --out results/lab',
  );
});

test('windows that fit a patch of the tiling are those that can be cut out of it', () => {
  for (const [size, block, most] of [
    [1, 0, 2],
    [2, 0, 12],
    [2, 1, 8],
  ]) {
    const at = (buffer: number) => ({ ...DEFAULTS, model: 'quasicrystal', size, block, buffer, shell: 1 });
    assert.ok(fits(at(most)) && patchSettings(at(most)).sites.environment.length > 0);
    assert.not(fits(at(most + 1)));
    assert.throws(() => patchSettings(at(most + 1)), /the graph ends before/);
  }
});

test('a patch is drawn with its block around the eight-fold node, and the buffer between it and its environment', () => {
  const { graph, sites } = patchSettings({ size: 1, block: 0, buffer: 0, shell: 1 });
  const { block, buffer, environment, edges, positions, half } = shownPatch(graph, sites);
  assert.equal([block.length, environment.length, positions.length, edges.length], [24, 24, 66, 160]);
  assert.equal(positions[0], [0, 0]);
  assert.ok(positions.every((place) => place === null || Math.max(...place.map(Math.abs)) < half));
  const parts = [block, buffer, environment];
  assert.is(new Set(parts.flat()).size, parts.flat().length, 'no edge is in two of them');
  const farthest = (list: readonly number[]) => Math.max(...list.flatMap((e) => edges[e].map((node) => Math.hypot(...(positions[node] ?? [9, 9])))));
  assert.ok(farthest(block) < farthest(buffer) && farthest(buffer) < farthest(environment));
  // Every way from the block to the environment leads through the buffer.
  const inside = new Set(block.flatMap((e) => edges[e]));
  assert.ok(environment.every((e) => edges[e].every((node) => !inside.has(node))));
  assert.equal(edgesAt([0, 1, 0, 1, 1], [1, 2, 4]), [1, -1, 1]);
});

test('marks of the page are the transitions of the models', () => {
  for (const { settings: own, control } of LAB_MODELS) {
    const mark = control?.mark;
    const model = MODELS.find(({ name }) => name === own.model);
    const settings = { coupling: own.coupling ?? 1, interaction: -1, density: 1, biased: false };
    const transition = model?.transition(settings as never);
    assert.is(transition?.label, mark?.label);
    assert.ok(Math.abs((transition?.value ?? 0) - (mark?.value ?? 0)) < 1e-9, mark?.label);
  }
});

test('the window is centred on its block and wraps around the torus', () => {
  const [environment, buffer, block] = boxesOf({ x: 0, y: 5 }, { block: 2, buffer: 1, shell: 2 });
  assert.equal(block, { name: 'block', x: 0, y: 5, side: 2 });
  assert.equal(buffer, { name: 'buffer', x: -1, y: 4, side: 4 });
  assert.equal(environment, { name: 'environment', x: -3, y: 2, side: 8 });
  assert.equal(shiftsOf(block, 8), [{ x: 0, y: 0 }]);
  assert.is(shiftsOf(buffer, 8).length, 2);
  const spins = Uint8Array.from({ length: 64 }, (_, i) => Number(i % 8 === 7));
  assert.equal(blockAt(spins, 8, { x: 7, y: 7 }, 2), [1, -1, 1, -1]);
});

test('a block is told with Λ·V and H, and a tie as one', () => {
  assert.equal(inspect([1, -1, 1, 1], [1, 0.5, 0.25, 0.25]), { v: [1, -1, 1, 1], field: 1, h: 1 });
  assert.is(inspect([1, -1, 1, -1], [0.1, 0.1, 0.2, 0.2]).h, 0);
  const spins = Uint8Array.from([1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1]);
  const signs = Int8Array.from(spins, (spin) => 2 * spin - 1);
  assert.equal([...coarsened(signs, 4, [1, 1, 1, 1], 2)], [1, -1, -1, 1]);
  assert.equal([...coarsened([1, -1, -1, 1], 2, [1, 1, 1, 1], 2)], [0], 'a tie');
});

test('filters have one sign and scale; in the plane of the patterns these lie at their angle', () => {
  assert.equal(shownFilter([-1, -2, -2, -4]), [0.25, 0.5, 0.5, 1]);
  assert.equal(shownFilter([1, -1, -1, 2], -1), [0.5, -0.5, -0.5, 1]);
  const { axes, patterns } = planeOf(4);
  assert.equal(
    patterns.map(({ name }) => name),
    ['uniform', 'rim'],
  );
  const [uniform, rim] = patterns;
  assert.ok(Math.abs(uniform.x - 1) < 1e-12 && Math.abs(uniform.y) < 1e-12);
  assert.ok(Math.abs(rim.x - Math.sqrt(12 / 16)) < 1e-12 && Math.abs(rim.x ** 2 + rim.y ** 2 - 1) < 1e-12);
  const corner = inPlane([1, ...new Array(15).fill(0)], axes);
  assert.ok(Math.hypot(corner.x, corner.y) < 0.5, 'a corner alone is far from the plane');
  assert.ok(isNoise({ mean: 0.004, error: 0.0001 }) && isNoise({ mean: 0.02, error: 0.01 }) && isNoise(undefined));
  assert.not.ok(isNoise({ mean: 0.02, error: 0.002 }));
});

test('the history of hours is as short as that of minutes, and keeps its beginning', () => {
  const history = new History(100);
  for (let step = 1; step <= 10_000; step++) history.add({ step, inSample: [step, step + 2], best: 0, filters: [], cosines: [], pattern: 'uniform' });
  assert.ok(history.moments.length > 40 && history.moments.length <= 100, String(history.moments.length));
  assert.is(history.moments[0].step, 1);
  assert.is(history.moments[0].inSample, 2);
  assert.ok((history.moments.at(-1)?.step ?? 0) > 9500);
});

test('a recorded run is read as it was written, to the digits of its file', () => {
  const take: Take = {
    model: 'ising',
    size: 5,
    block: 2,
    buffer: 1,
    shell: 1,
    temperature: 2,
    replicas: 2,
    seed: 1,
    steps: [10, 20],
    inSample: [
      [0.1, -0.05],
      [0.3, 0.7],
    ],
    validation: [
      [
        { mean: 0.1, error: 0.01 },
        { mean: Number.NaN, error: Number.NaN },
      ],
      [
        { mean: 0.2, error: 0.02 },
        { mean: 0.5, error: 0.001 },
      ],
    ],
    filters: [0, 1].map(() => [Float32Array.from([1, -0.5, 0, 0.25]), Float32Array.from([-1, 1, 1, 1])]),
    best: 1,
    heldOut: { mean: 0.4, error: 0.01 },
    energy: { mean: -1.7, error: 0.01 },
    frames: [0, 1, 2].map((k) => Uint8Array.from({ length: 25 }, (_, i) => (i * (k + 1)) % 2)),
  };
  const [read] = decodeReplay(encodeReplay({ version: 1, source: 'a test', takes: [take] })).takes;
  assert.equal(read.frames, take.frames);
  const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by || (Number.isNaN(a) && Number.isNaN(b)), `${a} and ${b}`);
  read.inSample.flat().forEach((value, i) => {
    near(value, take.inSample.flat()[i], 1e-5 + 1e-12);
  });
  read.validation.flat().forEach(({ mean, error }, i) => {
    near(mean, take.validation.flat()[i].mean, 1e-5 + 1e-12);
    near(error, take.validation.flat()[i].error, 1e-5 + 1e-12);
  });
  read.filters.flat().forEach((filter, r) => {
    filter.forEach((w, i) => {
      near(w, take.filters.flat()[r][i], 0.5 / 127 + 1e-6);
    });
  });
  assert.throws(() => decodeReplay('{"version":2}'), /expected version 1, got 2/);
});

test('the recorded runs show what the sentences say: one bit in the cold, the rim at T_c, nothing in the heat', () => {
  const { takes } = decodeReplay(readFileSync(join(root, 'native/browser/lab/replay.json'), 'utf8'));
  assert.is(takes.length, 6);
  const small = takes.filter(({ size }) => size === 8);
  for (const { temperature, heldOut } of small) {
    const exact = tabled({ ...DEFAULTS, temperature })?.value ?? Number.NaN;
    assert.ok(Math.abs(heldOut.mean - exact) < 3 * heldOut.error, `T = ${temperature}: ${heldOut.mean} ± ${heldOut.error}, exact ${exact}`);
  }
  const [cold, critical, hot] = takes.filter(({ size }) => size === 32);
  assert.ok(Math.abs(cold.heldOut.mean - Math.LN2) < 0.01, 'one bit');
  const uniform = planeOf(4).axes[0];
  for (const filter of cold.filters.at(-1) ?? []) assert.ok(filter.reduce((sum, w, i) => sum + w * uniform[i], 0) / Math.hypot(...filter) > 0.93);
  const best = critical.filters.at(-1)?.[critical.best] ?? new Float32Array();
  const edge = (i: number) => [0, 3].includes(i % 4) || [0, 3].includes(Math.floor(i / 4));
  const mean = (rim: boolean) => best.filter((_, i) => edge(i) === rim).reduce((sum, w, _, all) => sum + Math.abs(w) / all.length, 0);
  assert.ok(mean(true) > 1.5 * mean(false), 'the rim');
  assert.ok(isNoise(hot.heldOut), 'no information');
});
test('eight sentences of about three hundred words for every model, each with a deed of its own', () => {
  for (const { id, control, view } of LAB_MODELS) {
    const sentences = view === 'tiling' ? TILING_SENTENCES : sentencesOf(id);
    assert.is(new Set(sentences.map(({ deed }) => deed)).size, 8, id);
    const words = sentences.flatMap(({ text }) => text.split(/\s+/)).length;
    assert.ok(words > 240 && words < 360, `${id}: ${words} words`);
    const warm = sentences.find(({ deed }) => deed === 'warm');
    assert.is(warm?.button.includes(control?.mark.label ?? ''), control ? true : undefined, `${id}: ${warm?.button}`);
  }
});

test('the table of exact values is that of exact sums; other systems have none or their own', async () => {
  const system = { size: [8, 8], block: [2, 2], buffer: 1, boundary: 'periodic', coupling: 1 } as const;
  const row = BEST.rows.find(([t]) => t === 2.5);
  const { best_binary } = await exactIsing({ ...system, temperature: 2.5 });
  assert.ok(Math.abs(best_binary.value - (row?.[1] ?? 0)) < 1e-6);
  assert.is(tabled({ ...DEFAULTS })?.value.toFixed(4), '0.4528');
  assert.is(tabled({ ...DEFAULTS, model: 'antiferromagnet' })?.value.toFixed(4), '0.4528');
  assert.is(tabled({ ...DEFAULTS, temperature: 2.345 }), undefined);
  assert.ok(hasExact({ ...DEFAULTS, temperature: 2.345 }) && !hasExact({ ...DEFAULTS, size: 32 }) && !hasExact({ ...DEFAULTS, model: 'dimers' }));
});

test('numbers in the sentences of the tiling are those of exact sums', () => {
  const said = TILING_SENTENCES.map(({ text }) => text).join(' ');
  const of = (size: number, block: number, buffer: number) => {
    const { graph, sites } = patchSettings({ size, block, buffer, shell: 1 });
    return { edges: sites.block.length, ...dimerInformation(graph, sites, { states: [2, 4, 8] }) };
  };
  const smallest = of(1, 0, 0);
  assert.ok(
    said.includes(`${smallest.best[0].value.toFixed(3)} nats, three quarters of a bit`) &&
      said.includes('two bits can be known at all, by an H of eight states'),
  );
  const bits = [...smallest.best.map(({ value }) => value), smallest.information_VE].map((nats) => nats / Math.LN2);
  for (const [i, wanted] of [0.75, 1.5, 2, 2].entries()) assert.ok(Math.abs(bits[i] - wanted) < 1e-9, `${bits}`);
  assert.ok(said.includes(`the best bit knows ${of(2, 0, 1).best[0].value.toFixed(3)} nats`));
  assert.ok(said.includes(`the next level has ${patchSettings({ size: 2, block: 1, buffer: 0, shell: 1 }).sites.block.length} edges`));
});

test.run();
