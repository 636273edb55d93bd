/** Models on graphs as a user runs them: sampling, training, resuming, and what is refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseNpy } from '../../src/store/npy.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import type { TrainInput } from '../../src/train/config/types.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';

test.after(closeDevice);

const words = (line: string) => line.split(' ');
const FEW = '--steps 10 --refine 10 --evaluations 2 --batch 32 --evaluation-batch 32 --hidden 16 --replicas 1 --chains 32 --held-out 32 --validation 32';

test('sample --graph: observables of dimers, and a file of matchings', async () => {
  await inFolder(async (cwd) => {
    const line = 'sample --model graph-dimers --graph ammann-beenker:1 --chains 64 --samples 4 --json --out matchings.npy';
    const { code, out, err } = await inside(words(line), { cwd });
    assert.is(code, 0, err);
    const result = JSON.parse(out);
    assert.equal([result.model, result.graph, result.chains, result.samples], ['graph-dimers', 'Ammann-Beenker, level 1', 64, 256]);
    assert.not.ok('size' in result);
    const names = Object.keys(result.observables);
    assert.ok(
      ['overlap', 'projection', 'exit_x', 'exit_y', 'edge 0'].every((name) => names.includes(name)),
      names.join(),
    );
    const { shape, data } = parseNpy(readFileSync(join(cwd, 'matchings.npy')), 'matchings.npy');
    assert.not.ok('boundary' in JSON.parse(readFileSync(join(cwd, 'matchings.npy.json'), 'utf8')), 'a graph has none');
    assert.equal(shape, [256, 160]);
    // Every configuration has 33 dimers on 66 nodes.
    for (let n = 0; n < 256; n++) assert.is([...data.subarray(160 * n, 160 * (n + 1))].filter((value) => value === 1).length, 33);
  });
});

test('sample --graph: spins, states and hard cores on a graph from a file', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'ring.json'), JSON.stringify({ nodes: 5, edges: [0, 1, 2, 3, 4].map((i) => [i, (i + 1) % 5]) }));
    for (const [model, name] of [
      ['graph-ising --temperature 1.5', 'energy'],
      ['graph-potts --q 4', 'order'],
      ['graph-hard-cores --activity 0.5,2', 'density'],
    ]) {
      const { code, out, err } = await inside([...words(`sample --model ${model}`), ...words('--graph ring.json --chains 32 --samples 4 --json')], { cwd });
      assert.is(code, 0, err);
      const result = JSON.parse(out);
      for (const point of result.points ?? [result]) assert.ok(Number.isFinite(point.observables[name].mean), name);
    }
  });
});

test('train --graph: block and environment around a node, edges and nodes as values', async () => {
  await inFolder(async (cwd) => {
    const line = `train --model graph-dimers --graph ammann-beenker:1 --centre 0 --level 0 --buffer 0 --shell 1 --components 2 ${FEW} --json --out run`;
    const { code, out, err } = await inside(words(line), { cwd });
    assert.is(code, 0, err);
    assert.match(err, /66 nodes, 160 edges; block of 24 edges, environment of \d+/);
    const { config, points } = JSON.parse(out);
    assert.equal([config.graph.nodes, config.sites.block.length, config.sites.positions.length], [66, 24, 160]);
    assert.ok(Number.isFinite(points[0].information.mean));
    assert.is((JSON.parse(readFileSync(join(cwd, 'run/config.json'), 'utf8')) as { graph: { nodes: number } }).graph.nodes, 66);
    assert.is(points[0].filters[points[0].best].flat(2).length, 48);
    const nodes = `train --model graph-potts --q 3 --graph frucht --centre 0,1 --buffer 0 --shell 1 --components 2 ${FEW} --json --out nodes`;
    const ran = await inside(words(nodes), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.ok(Number.isFinite(JSON.parse(ran.out).points[0].information.mean));
    for (const [run, what] of [
      ['run', 'edges'],
      ['nodes', 'nodes'],
    ]) {
      const page = readFileSync(join(cwd, run, 'report.html'), 'utf8').replace(/<pre[^>]*>[\s\S]*?<\/pre>/g, '');
      assert.match(page, `A block of ${run === 'run' ? 24 : 2} ${what}`);
      assert.match(page, /buffer \(bonds\)/, 'the legend');
      assert.not.match(page, /\bsites?\b/i, run);
    }
  });
});

test('train --graph: a point for each of several buffers', async () => {
  const line = `train --model graph-dimers --graph ammann-beenker:1 --centre auto --level 0 --buffer 0,1 --components 1 ${FEW} --shuffle 3 --json`;
  const { code, out, err } = await inside(words(line));
  assert.is(code, 0, err);
  const { config, points } = JSON.parse(out);
  assert.equal([config.buffer, points.map((point: { buffer: number }) => point.buffer), config.shuffle], [[0, 1], [0, 1], 3]);
  assert.match(err, /buffer 0: block of 24 edges, environment of \d+[\s\S]*buffer 1: block of 24 edges/);
});

test('a graph is an object in the library, and comes out of a configuration as the same one', () => {
  const graph = { nodes: 4, edges: [0, 1, 2, 3].map((i): [number, number] => [i, (i + 1) % 4]) };
  const config = trainConfig({ model: 'graph-dimers', graph, sites: { block: [0], environment: [2] } });
  assert.is(config.graph, graph);
  assert.is(trainConfig(config as TrainInput).graph, graph);
});

for (const [line, expected] of [
  ['sample --graph frucht', /--graph.*a model that lives on a graph.*got ising.*--model graph-dimers/],
  ['sample --model graph-dimers --size 8', /--size: expected nothing, since graph-dimers has no lattice/],
  ['sample --model graph-dimers --graph nowhere', /expected a file, or one of ammann-beenker/],
  ['sample --model graph-dimers --graph ammann-beenker:9', /level.*0 to 4/],
  ['sample --model graph-dimers --worms -1', /--worms/],
  ['sample --model graph-dimers --temperature 0', /--temperature.*positive/],
  ['sample --model graph-hard-cores --activity 0', /--activity.*positive/],
  ['sample --model graph-ising --chains 8', /--chains/],
  ['train --model graph-dimers --graph frucht', /--sites: expected lists of the values of block and environment, since graph-dimers lives on a graph/],
  ['train --model graph-dimers --graph frucht --centre 99', /centre.*0 to 11/],
  ['train --model graph-dimers --graph frucht --centre 0 --buffer 40', /--buffer/],
  ['train --model graph-dimers --graph ammann-beenker:1 --centre 0 --level 7', /--level/],
  ['train --model graph-ising --graph frucht --centre 0 --level 1', /--level.*a model of edges/],
] as const) {
  test(`refused: ${line}`, async () => {
    const { code, err } = await inside(words(line));
    assert.is(code, 2, err);
    assert.match(err, expected);
  });
}

test.run();
