import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Chains } from '../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import { inputsOf, isPacked } from '../space/encoding.ts';
import { valuesOf } from '../space/space.ts';
import type { ChainsRequest, Model } from './model.ts';

const METHODS = ['temperature', 'relaxation', 'recordSweep', 'advance', 'measure', 'observables', 'configurations'] as const;

/**
 * The chains of a model, compared with its record. A training interprets the words of their state by the record alone, and would
 * misread other chains without an error.
 * @throws BlockspinError where chains and record do not fit each other
 */
export function checkedChains(model: Model, scope: Scope, request: ChainsRequest): Chains {
  const chains = model.chains(scope, request);
  const wrong = (expected: string, got: string, remedy: string) => new BlockspinError({ who: `model ${model.name}: chains`, expected, got, remedy });
  const missing = METHODS.find((name) => typeof chains[name] !== 'function');
  if (missing) throw wrong(`a method ${missing}`, 'none', 'implement Chains, or use LocalChains');
  const { points, settings } = request;
  if (chains.groups !== points.length) throw wrong(`${points.length} groups, one for each of the points`, String(chains.groups), 'make one group per point');
  if (chains.chainsPerGroup !== CHAINS_PER_GROUP)
    throw wrong(`${CHAINS_PER_GROUP} chains in a group`, String(chains.chainsPerGroup), 'bit c of a word is chain c');
  const [space, encoding, alphabet] = [model.space(settings), model.encoding(settings), model.alphabet(settings)];
  if (isPacked(encoding) && inputsOf(encoding) === 1 && alphabet.kind !== 'binary')
    throw wrong('an alphabet of two values for an encoding of bits', alphabet.kind, 'say kind: binary, with both values');
  const shape = [points.length, valuesOf(space), ...(isPacked(encoding) ? [] : [CHAINS_PER_GROUP])];
  const { state } = chains;
  // How many bits a value of more than two states takes is checked by its view.
  const fits = inputsOf(encoding) > 1 || elements(state.shape) === elements(shape);
  if (state.dtype !== 'u32' || !fits) {
    const expected = `a state of ${elements(shape)} words of u32, (${shape.join(', ')}) for groups and values${isPacked(encoding) ? '' : ' of each chain'}`;
    throw wrong(expected, `${state.dtype} (${state.shape.join(', ')})`, 'make space, encoding and state agree');
  }
  return chains;
}
