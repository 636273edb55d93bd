/** What default runs of `sample` spend: computed without a device, said by the help and by docs/samplers.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { help } from '../../src/cli/help.ts';
import { defaultRuns, grouped } from '../../src/cli/spending.ts';
import { SAMPLED } from '../../src/model/models.ts';
import { root } from '../support/root.ts';

const runs = defaultRuns();

test('every model that is sampled has a run, and its updates are sweeps times sites times chains', () => {
  assert.equal(
    [...new Set(runs.map(({ model }) => model))],
    SAMPLED.map(({ name }) => name),
  );
  for (const { model, shape, burn, spacing, samples, chains, updates } of runs) {
    // Values of a bond model on a lattice are two per site; the cube, which models on a graph have unless told otherwise, has eight nodes.
    const values = shape.split(' x ').reduce((product, side) => product * Number(side), 1);
    const { settings, support } = SAMPLED.find(({ name }) => name === model) ?? {};
    const sites = Object.hasOwn(settings ?? {}, 'graph') ? 8 : support === 'bonds' ? values / 2 : values;
    assert.is(updates, (burn + samples * spacing) * chains * sites, model);
  }
});

test('sweeps of Ising spins at T_c follow from the documented relaxation times', () => {
  // The correlation length is cut at L / 2 = 32; docstrings of localRelaxation and ClusterChains have the formulas.
  const [local, cluster] = [Math.ceil(20 + 0.75 * 32 ** 2.17), Math.ceil(4 + 16 * 32 ** 0.25)];
  const found = runs.filter(({ model }) => model === 'ising').map(({ moves, burn, spacing }) => ({ moves, burn, spacing }));
  assert.equal(found, [
    { moves: ['metropolis', 'heatbath'], burn: cluster, spacing: Math.round(local / 16) },
    { moves: ['swendsen-wang'], burn: cluster, spacing: Math.round(cluster / 16) },
  ]);
});

test('the help and docs/samplers.md say the same numbers', () => {
  const document = readFileSync(join(root, 'docs/samplers.md'), 'utf8');
  const said = help('sample');
  for (const { model, moves, shape, point, burn, samples, spacing, chains, updates } of runs) {
    const row = `| ${model} ${shape}, ${point} | ${moves.join(', ')} | ${burn} | ${samples} × ${spacing} | ${chains} | ${grouped(updates)} |`;
    assert.ok(document.split('\n').includes(row), `docs/samplers.md has no line ${row}`);
    const line = said.split('\n').find((one) => one.startsWith(`  ${model} ${shape}, ${point} `) && one.includes(moves.join(', ')));
    assert.match(line ?? '', `${grouped(updates)} site updates: ${burn} + ${samples} x ${spacing} sweeps`);
  }
});

test.run();
