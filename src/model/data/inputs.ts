/** What the networks receive of own data: bits, states, counts, standardised numbers, or cosine and sine of angles. */
import { elements } from '../../core/shape.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { type Encoding, encodingOf, inputsOf, isPackedAlphabet, type Units } from '../../space/encoding.ts';
import type { DataSet } from './data_set.ts';
import { imageOf, type Symmetry } from './symmetry.ts';

/** What the inputs depend on beside the data. */
interface InputOptions {
  /** Samples from the beginning of the file whose mean and spread the inputs are measured by; all unless given. */
  training?: number | undefined;
  /** That of the ensemble, as far as it is known. */
  symmetry?: Symmetry | undefined;
  /** Multiples m = 1, 2, ... of an angle whose cosine and sine are inputs; 1 unless given. */
  harmonics?: number | undefined;
}

/**
 * How the networks receive the values of a data set.
 * @throws BlockspinError for data that cannot be trained on
 */
export function dataEncoding(data: DataSet, { training = data.samples, symmetry = 'none', harmonics = 1 }: InputOptions = {}): Encoding {
  const alphabet = data.trained;
  if (isPackedAlphabet(alphabet)) return encodingOf(alphabet);
  if (alphabet.kind === 'angles') return { kind: 'reals', inputs: 2 * harmonics };
  const units = unitsOf(data, training);
  // Where numbers have no sign their mean is 0.
  if (alphabet.kind === 'reals') return { kind: 'reals', inputs: 1, units: symmetry === 'flip' ? { ...units, centre: units.centre.map(() => 0) } : units };
  const mean = units.centre.reduce((sum, centre) => sum + centre, 0) / units.centre.length;
  return { kind: 'counts', mean: Math.max(mean, Number.MIN_VALUE), visible: 'linear', environment: 'linear' };
}

const known = new WeakMap<DataSet, Map<number, Units>>();

/** The units of the first samples: found out once for each data set and number, because an encoding is asked for many times. */
function unitsOf(data: DataSet, samples: number): Units {
  const found = known.get(data) ?? new Map<number, Units>();
  known.set(data, found);
  const units = found.get(samples) ?? measuredUnits(data, samples);
  found.set(samples, units);
  return units;
}

/** Mean and standard deviation of each channel over the first samples, holes left out; 1 where nothing varies. */
function measuredUnits({ array, shape, channels, holes }: DataSet, samples: number): Units {
  const length = elements(shape);
  const hole = new Set(holes);
  const places = Array.from({ length: length / channels }, (_, site) => site).filter((site) => !hole.has(site));
  const moments = Array.from({ length: channels }, (_, channel) => {
    const each = (of: (value: number) => number) => {
      let sum = 0;
      for (let n = 0; n < samples; n++) for (const site of places) sum += of(Number(array.data[n * length + site * channels + channel]));
      return sum / (samples * places.length);
    };
    const mean = each((value) => value);
    return { mean, deviation: Math.sqrt(each((value) => (value - mean) ** 2)) };
  });
  return { centre: moments.map(({ mean }) => mean), scale: moments.map(({ deviation }) => (deviation > 0 ? deviation : 1)) };
}

/** One input of one value. */
type InputOf = (value: number, channel: number, input: number) => number;

/** The inputs of a value that is not packed, as numbers. */
function inputOf(data: DataSet, encoding: Encoding): InputOf {
  const alphabet = data.trained;
  if (alphabet.kind === 'angles') {
    const turn = (2 * Math.PI) / alphabet.period;
    return (value, _, input) => {
      const angle = (1 + Math.floor(input / 2)) * turn * value;
      return input % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    };
  }
  const units = encoding.kind === 'reals' ? encoding.units : undefined;
  return units ? (value, channel) => (value - units.centre[channel]) / units.scale[channel] : (value) => value;
}

/**
 * Numbers as they lie on the GPU: (G, values, inputs, 32), lane last; counts as whole numbers, all others as the bits of f32. Values at
 * holes are 0.
 * @param lanes number of the sample in each lane, 32 lanes for each of the G words
 */
export function packNumbers(data: DataSet, encoding: Encoding, lanes: Int32Array, symmetry: Symmetry = 'none'): Uint32Array {
  const groups = lanes.length / CHAINS_PER_GROUP;
  const [values, inputs] = [elements(data.shape), inputsOf(encoding)];
  const words = new Uint32Array(groups * values * inputs * CHAINS_PER_GROUP);
  const numbers = encoding.kind === 'counts' ? words : new Float32Array(words.buffer);
  const of = inputOf(data, encoding);
  const hole = new Set(data.holes);
  const images = imageOf(symmetry, data.trained);
  const source = data.array.data;
  for (const [lane, n] of lanes.entries()) {
    const [group, bit] = [Math.floor(lane / CHAINS_PER_GROUP), lane % CHAINS_PER_GROUP];
    const image = images(n);
    for (let i = 0; i < values; i++) {
      if (hole.has(Math.floor(i / data.channels))) continue;
      const value = image(Number(source[n * values + i]));
      for (let input = 0; input < inputs; input++) {
        numbers[((group * values + i) * inputs + input) * CHAINS_PER_GROUP + bit] = of(value, i % data.channels, input);
      }
    }
  }
  return words;
}
