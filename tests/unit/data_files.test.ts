/** Files of configurations beside .npy: archives, tables with a header, side-cars, edges of graphs. */
import { zipSync } from 'fflate';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Host } from '../../src/cli/host.ts';
import { sitesGiven } from '../../src/cli/sites.ts';
import type { ArrayOfNumbers } from '../../src/core/array.ts';
import { readData } from '../../src/store/data_file.ts';
import type { Files } from '../../src/store/files.ts';
import { formatNpy } from '../../src/store/npy.ts';
import { parseNpz } from '../../src/store/npz.ts';
import { readSideCar } from '../../src/store/side_car.ts';
import { spins } from '../support/random.ts';

const text = (content: string) => new TextEncoder().encode(content);
const archive = (arrays: Record<string, ArrayOfNumbers>) =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, formatNpy(array)])));
const samples: ArrayOfNumbers = { shape: [64, 3, 3], data: spins(1, 576) };
const flat = (values: number[], shape = [values.length]): ArrayOfNumbers => ({ shape, data: Float64Array.from(values) });

async function refused(action: Promise<unknown>, message: RegExp): Promise<void> {
  const thrown = await action.then(
    () => assert.unreachable('it was accepted'),
    (error: Error) => error,
  );
  assert.match((thrown as Error).message, message);
}

test('an archive: the only array, one of the usual names, or the one that is named; with what lies beside it', async () => {
  assert.equal((await parseNpz(archive({ anything: samples }), 'x.npz')).array, samples);
  const found = await parseNpz(archive({ spins: samples, temperature: flat([2]), edge_index: flat([0, 1, 1, 2], [2, 2]), mask: flat([0, 0, 1]) }), 'x.npz');
  assert.equal(
    [found.key, found.array, found.temperature?.data, found.edges?.shape, found.mask?.data],
    ['spins', samples, Float64Array.of(2), [2, 2], Float64Array.of(0, 0, 1)],
  );
  assert.is((await parseNpz(archive({ a: samples, b: samples }), 'x.npz', 'b')).key, 'b');
  await refused(
    parseNpz(archive({ a: samples, b: samples }), 'x.npz'),
    /^key: expected one array of x\.npz that holds the samples: a, b, got none of the usual names; say which, for example key: 'a'/,
  );
  await refused(parseNpz(archive({ spins: samples, data: samples }), 'x.npz'), /got 2 of the usual names/);
  await refused(parseNpz(archive({ a: samples }), 'x.npz', 'c'), /^key: expected the name of an array of x\.npz: a, got c/);
  await refused(parseNpz(text('no archive'), 'x.npz'), /^x\.npz: expected an archive of numpy\.savez, got .*damaged/);
  await refused(parseNpz(archive({ a: samples }).subarray(0, 200), 'x.npz'), /truncated or damaged/);
});

test('ready arrays of block and environment are one after the other', async () => {
  const [V, E] = [flat([1, 2, 3, 4], [2, 2]), { shape: [2, 3], data: Int8Array.of(5, 6, 7, 8, 9, 10) }];
  const found = await parseNpz(archive({ V, E }), 'x.npz');
  assert.equal(
    [found.array.shape, Array.from(found.array.data, Number), found.parts],
    [[2, 5], [1, 2, 5, 6, 7, 3, 4, 8, 9, 10], { block: [0, 1], environment: [2, 3, 4] }],
  );
  await refused(parseNpz(archive({ V, E: samples }), 'x.npz'), /x\.npz: expected as many samples in E as in V, 2, got 64/);
});

/** Files by name. */
const holding = (files: Record<string, Uint8Array>) =>
  ({
    read: async (path: string) => files[path],
    find: async (path: string) => files[path],
  }) as unknown as Files;

test('a table with a header: its values without labels and temperatures', async () => {
  const rows = Array.from({ length: 64 }, (_, n) => `${n},${n % 2 === 0 ? 1.5 : 2},${[0, 1, 2, 3].map((i) => (n + i) % 2).join(',')}`);
  const { data, remark } = await readData(holding({ 'x.csv': text(`index,T,s0,s1,s2,s3\n${rows.join('\n')}\n`) }), 'x.csv', { shape: [2, 2] });
  assert.equal([data.samples, data.shape, data.alphabet, data.temperatures?.slice(0, 3)], [64, [2, 2], [0, 1], [1.5, 2, 1.5]]);
  assert.is(remark, 'the first line has names; 4 columns are values, index, T are not');
  const plain = await readData(holding({ 'x.csv': text(`${rows.map((row) => row.split(',').slice(2).join(',')).join('\n')}\n`) }), 'x.csv', { axes: 'nx' });
  assert.equal(Array.from(plain.data.array.data, Number), Array.from(data.array.data, Number));
});

test('lists of a graph: edges beside the samples or in a file, nodes or edges as values; ready arrays', async () => {
  const ring = Array.from({ length: 8 }, (_, i) => [i, (i + 1) % 8]);
  const values: ArrayOfNumbers = { shape: [64, 8], data: spins(4, 512) };
  const files = holding({
    'graph.npz': archive({ spins: values, edges: flat(ring.flat(), [8, 2]) }),
    'index.npz': archive({
      spins: values,
      edge_index: flat(
        [0, 1].flatMap((end) => ring.map((edge) => edge[end])),
        [2, 8],
      ),
    }),
    'ready.npz': archive({ V: { shape: [64, 2], data: spins(5, 128) }, E: { shape: [64, 3], data: spins(6, 192) } }),
    'ring.txt': text(ring.map((edge) => edge.join(' ')).join('\n')),
    'one.txt': text(ring.map(([a, b]) => `${a + 1} ${b + 1}`).join('\n')),
  });
  const host = { files, err: () => {} } as unknown as Host;
  const of = async (file: string, given: object) => (await sitesGiven(host, given, (await readData(files, file)).data))?.sites;
  const all = { centre: [0], radius: 1, buffer: [1], shell: 'rest' };
  for (const file of ['graph.npz', 'index.npz']) assert.equal(await of(file, all), { block: [0, 1, 7], environment: [3, 4, 5] });
  assert.equal(await of('graph.npz', { edges: 'ring.txt', centre: [0, 1], buffer: [0], shell: 1 }), { block: [0, 1], environment: [2, 7] });
  assert.equal(await of('graph.npz', { on: 'edges', centre: [0], buffer: [1], shell: 1 }), { block: [0], environment: [2, 6] });
  assert.equal([await of('ready.npz', {}), await of('graph.npz', {})], [{ block: [0, 1], environment: [2, 3, 4] }, undefined]);
  await refused(of('graph.npz', { edges: 'one.txt', centre: [0] }), /counted from 1/);
  await refused(of('graph.npz', { centre: [0, 4] }), /^centre: \[0, 4\]: expected a block in one piece|^centre/);
  await refused(of('graph.npz', { centre: [0], buffer: [0, 1] }), /--buffer: expected one number of bonds, got 0,1/);
  await refused(of('ready.npz', { centre: [0] }), /--edges: expected a file of edges, or an array edges beside the samples/);
});

test('a side-car holds options, and nothing else', async () => {
  const beside = (content: string) => readSideCar(holding({ 'x.npy.json': text(content) }), 'x.npy');
  assert.equal(await readSideCar(holding({}), 'x.npy'), {});
  assert.equal(await beside('{ "boundary": "open", "missing": "nan" }'), { boundary: 'open', missing: 'nan' });
  await refused(beside('{ "boundry": "open" }'), /^x\.npy\.json: expected keys out of axes, .*got boundry; did you mean boundary\?/);
  await refused(beside('{ "axes": 1, "axes": 2 }'), /x\.npy\.json: expected JSON, got the key "axes" twice/);
  await refused(beside('[1]'), /x\.npy\.json: expected an object of options, got \[1\]/);
});

test.run();
