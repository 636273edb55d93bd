import { BlockspinError } from '../core/errors.ts';

export interface NpyHeader {
  /** b boolean, i signed, u unsigned, f float. */
  kind: string;
  bytesPerElement: number;
  /** Whether the bytes of an element are in big-endian order. */
  swapped: boolean;
  /** Whether the array is in Fortran order: the first index varies fastest. */
  fortran: boolean;
  shape: number[];
}

/** The value of a key: a string, True or False, a tuple of whole numbers (Python 2 wrote 3L; 064 is no number in Python 3), or a list, which only types that we cannot read have. */
const ENTRY = /^\s*(['"])(\w+)\1\s*:\s*(?:(['"])([^'"\\]*)\3|(True|False)|\(\s*((?:(?:0|[1-9]\d*)L?\s*,\s*)*(?:(?:0|[1-9]\d*)L?)?)\s*\)|(\[[\s\S]*\]))\s*(,|$)/;
const KEYS = ['descr', 'fortran_order', 'shape'];

/** What to do about elements of other kinds. */
const REMEDIES: Readonly<Record<string, string>> = {
  c: 'spins exp(i angle) are angles: numpy.save(file, numpy.angle(array)), read with the alphabet angle; or stack real and imaginary part on a last axis',
  f: "convert them first: numpy.save('field.npy', array.astype('float64'))",
};

/**
 * Reads the dictionary of a .npy header: the three keys, each once, with literals of their own kind; nothing is evaluated.
 * @param types the element types that can be read, as kind and bytes: 'i1', 'f8'
 */
export function parseHeader(text: string, types: readonly string[], name: string): NpyHeader {
  const inside = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1];
  const found = new Map<string, RegExpExecArray>();
  for (let rest = inside ?? '?'; rest.trim() !== ''; ) {
    const entry = ENTRY.exec(rest);
    if (!entry || !KEYS.includes(entry[2]) || found.has(entry[2])) throw bad(name, text);
    found.set(entry[2], entry);
    rest = rest.slice(entry[0].length);
  }
  const [descr, order, tuple] = KEYS.map((key) => found.get(key));
  if (!descr || !order?.[5] || tuple?.[6] === undefined) throw bad(name, text);
  const numbers = tuple[6].split(',').filter((part) => part.trim() !== '');
  const shape = numbers.map((part) => Number.parseInt(part, 10));
  // (3) is a number in Python, not a tuple.
  if (numbers.length === 1 && !tuple[6].includes(',')) throw bad(name, text);
  if (!Number.isSafeInteger(shape.reduce((product, extent) => product * extent, 8))) throw bad(name, text);
  return { ...elementType(descr[4] ?? descr[7] ?? '', types, name), fortran: order[5] === 'True', shape };
}

function elementType(descr: string, types: readonly string[], name: string): Pick<NpyHeader, 'kind' | 'bytesPerElement' | 'swapped'> {
  const match = /^([<>|])([a-zA-Z])(\d*)$/.exec(descr);
  if (!match || !types.includes(match[2] + match[3]) || (match[1] === '|' && match[3] !== '1')) {
    throw new BlockspinError({
      who: name,
      expected: 'elements that are booleans, integers of 1 to 8 bytes, or floats of 2, 4 or 8 bytes',
      got: match?.[2] === 'O' ? 'Python objects (|O)' : `'${shortened(descr)}'`,
      remedy: REMEDIES[match?.[2] ?? ''] ?? "convert them first: numpy.save('spins.npy', array.astype('int8'))",
    });
  }
  return { kind: match[2], bytesPerElement: Number(match[3]), swapped: match[1] === '>' && match[3] !== '1' };
}

function bad(name: string, text: string): BlockspinError {
  return new BlockspinError({
    who: name,
    expected: "a .npy header {'descr': ..., 'fortran_order': True or False, 'shape': (...)}",
    got: shortened(text.trim()),
    remedy: 'the file is damaged: save it again with numpy.save',
  });
}

function shortened(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]/g, '?');
  return printable.length > 80 ? `${printable.slice(0, 77)}...` : printable;
}
