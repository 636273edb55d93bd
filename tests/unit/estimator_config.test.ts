/** Combinations of coarse variable, critic and bound: what is filled in, and what is refused before any work. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';

test('the bound that suits H unless another is named; a completed configuration comes out as it went in', () => {
  for (const [input, bound] of [
    [{}, 'discrete'],
    [{ states: 3 }, 'discrete'],
    [{ optimizer: 'cmaes' }, 'discrete'],
    [{ optimizer: 'cmaes', evolve: 'table', block: 2 }, 'discrete'],
    [{ variable: 'tanh' }, 'infonce'],
    [{ variable: 'linear', bound: 'js' }, 'js'],
    [{ bound: 'alpha', alpha: 0.1 }, 'alpha'],
  ] as const) {
    const config = trainConfig(input as TrainInput);
    assert.is(config.bound, bound);
    assert.equal(trainConfig(config), config);
  }
});

for (const [input, message] of [
  [
    { components: 8, states: 3 },
    /^bound: 'discrete': expected at most 256 states of H, got 3 \*\* 8 = 6561; use at most 5 components of 3 states, or bound: 'infonce'/,
  ],
  [{ components: 3, states: 7 }, /got 7 \*\* 3 = 343; use at most 2 components of 7 states/],
  [
    { bound: 'discrete', variable: 'tanh' },
    /^bound: 'discrete': expected a discrete H, whose states can be summed over, got variable: 'tanh'; use bound: 'infonce'/,
  ],
  [{ bound: 'nonsense' }, /^bound: expected discrete, infonce, .* or alpha, got nonsense; use for example bound: 'discrete'/],
  [{ bound: 'alpha', alpha: 2 }, /^alpha: expected at most 1, got 2/],
  [{ states: 1 }, /^states: expected at least 2, got 1/],
  [{ hidden: [30] }, /^hidden: expected positive multiples of 4, got 30; use 32/],
  [{ bound: 'infonce', embedding: 6 }, /^embedding: expected a multiple of 4, at most 16, got 6/],
  [{ filterHidden: [6] }, /^coarse variable, filterHidden: expected positive multiples of 4, got 6/],
  [{ filterHidden: [8], freeze: true, filter: new Array(16).fill(1) }, /^freeze: expected a linear filter, got true; leave freeze or filterHidden out/],
  [{ bound: 'infonce', critic: 'concatenated', hidden: [32] }, /^hidden: expected exactly 2 values, got \[32\]; use for example hidden: \[32, 32\]/],
  [{ bound: 'infonce', critic: 'concatenated', evaluationBatch: 8192 }, /^critic concatenated, batch: expected at most \d+ pairs/],
  [
    { bound: 'infonce', critic: 'bilinear', dropout: 0.1 },
    /^dropout: expected nothing beside critic: 'bilinear', got 0.1; it belongs to critic: 'separable': choose that, or leave dropout out/,
  ],
  [{ entropyBonus: -1 }, /^entropyBonus: expected at least 0, got -1/],
  [{ bound: 'infonce', entropyBonus: 1 }, /^entropyBonus: expected nothing beside bound: 'infonce', got 1; it belongs to bound: 'discrete': choose that, or/],
  [{ filter: new Array(16).fill(1), freeze: true, entropyBonus: 1 }, /^entropyBonus: expected a filter that learns, got 1; leave entropyBonus out/],
  [{ dropout: 1 }, /^dropout: expected below 1, got 1/],
  [{ patch: 3 }, /^patch: expected a patch side that divides shell and block \+ 2 buffer \(2 and 8\).*: 1 or 2, got 3; use patch: 2/],
  [{ patch: 2, model: 'chipping' }, /^patch: expected a window of spins or bonds, got masses; leave it out/],
  [{ patch: 2, sites: { block: [0], environment: [5, 6] } }, /^patch: .*got a list of sites/],
  [{ filter: [1, 1], states: 3 }, /^filter: expected 48 weights, .*got 2/],
  [{ filter: new Array(16).fill(1), components: 2 }, /^filter: expected 32 weights, .*got 16/],
  [{ freeze: true }, /^freeze: expected a filter to freeze, got none/],
  [{ evolve: 'table' }, /^evolve: expected nothing beside optimizer: 'adam', got table; it belongs to optimizer: 'cmaes': choose that, or leave evolve out/],
  [{ optimizer: 'adm' }, /^optimizer: expected adam or cmaes, got adm; did you mean adam\?/],
  [
    { optimizer: 'cmaes', bound: 'infonce' },
    /^optimizer: 'cmaes': expected a bound that sums over the states of a discrete H, got bound: 'infonce'; use bound: 'discrete'/,
  ],
  [{ optimizer: 'cmaes', variable: 'tanh' }, /^optimizer: 'cmaes': expected a bound that sums over/],
  [{ optimizer: 'cmaes', filterHidden: [16] }, /^optimizer: 'cmaes': expected a linear filter or a table, got hidden layers 16; leave filterHidden out/],
  [{ optimizer: 'cmaes', evolve: 'table', block: 2, filterHidden: [32] }, /^filterHidden: expected none beside evolve: 'table'/],
  [
    { optimizer: 'cmaes', evolve: 'table' },
    /^evolve: 'table': expected a block of at most 6 values, since a table lists all states, got 16; use evolve: 'weights'/,
  ],
  [{ optimizer: 'cmaes', evolve: 'table', block: 2, states: 3 }, /^evolve: 'table': expected components with two states, whose signs are listed, got 3 states/],
  [{ optimizer: 'cmaes', evolve: 'table', model: 'potts', block: [1, 2] }, /^evolve: 'table': expected a block of values of two states, got onehot/],
  [{ optimizer: 'cmaes', components: 8, bias: true }, /^optimizer: 'cmaes': expected at most 128 numbers that evolve, got 136/],
  [{ optimizer: 'cmaes', replicas: 3 }, /^replicas: expected at least 6, the candidates of a generation, got 3; use replicas: 16/],
  [{ optimizer: 'cmaes', entropyBonus: 1 }, /^entropyBonus: expected nothing beside optimizer: 'cmaes', got 1; it belongs to optimizer: 'adam'/],
  [{ filter: new Array(16).fill(1), freeze: true, optimizer: 'cmaes' }, /^optimizer: expected a filter that learns, got cmaes; leave optimizer out/],
  [{ clip: -1 }, /^clip: expected at least 0, got -1/],
  [{ shell: 0 }, /^shell: expected a shell width of at least 1, got 0/],
  [{ size: 16, block: 4, buffer: 4, shell: 4 }, /size = 16, got 4 \+ 2 \(4 \+ 4\) = 20/],
  [{ sites: { block: [0, 1], environment: [1, 2] } }, /^sites: expected an environment that/],
  [{ sites: { block: [0, 1], environment: [] } }, /^sites: expected/],
] as const) {
  test(`refuses ${JSON.stringify(input).slice(0, 90)}`, () => assert.throws(() => trainConfig(structuredClone(input) as unknown as TrainInput), message));
}

test.run();
