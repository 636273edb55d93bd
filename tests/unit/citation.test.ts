/** CITATION.cff is what readers of the Citation File Format 1.2.0 need, and agrees with package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { root } from '../support/root.ts';

type Fields = Record<string, unknown>;

const REQUIRED = ['cff-version', 'message', 'title', 'authors'];
/** Of every reference. */
const REQUIRED_OF_REFERENCE = ['type', 'title', 'authors'];

const authorsOf = (entry: Fields) => (Array.isArray(entry.authors) ? (entry.authors as Fields[]) : []);
/** A person has a family name, an entity a name. */
const isNamed = (author: Fields) => typeof author.name === 'string' || typeof author['family-names'] === 'string';

/** What the format requires and a file lacks. */
function missing(file: Fields): string[] {
  const of = (entry: Fields, keys: readonly string[], where: string) => [
    ...keys.filter((key) => entry[key] === undefined).map((key) => `${where}${key}`),
    ...(authorsOf(entry).length > 0 && authorsOf(entry).every(isNamed) ? [] : [`${where}names of authors`]),
  ];
  const references = (file.references ?? []) as Fields[];
  return [...of(file, REQUIRED, ''), ...references.flatMap((reference, i) => of(reference, REQUIRED_OF_REFERENCE, `references[${i}].`))];
}

const citation = parse(readFileSync(join(root, 'CITATION.cff'), 'utf8')) as Fields;

test('it has the required keys, and every reference has its own', () => {
  assert.equal(missing(citation), []);
  assert.is(citation['cff-version'], '1.2.0');
});

test('version and license are those of the package, and the papers of the method are named', () => {
  const { version, license, name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.equal([citation.title, citation.version, citation.license], [name, version, license]);
  const references = citation.references as Fields[];
  assert.equal(
    references.map(({ journal, volume, start, year }) => [journal, volume, start, year].join(' ')),
    ['Physical Review Letters 127 240603 2021', 'Physical Review E 104 064106 2021', 'Nature Physics 14 578 2018'],
  );
});

test('control: a file without authors, and a reference without a title, are found out', () => {
  const { authors, ...without } = citation;
  assert.equal(missing(without), ['authors', 'names of authors']);
  assert.ok(authors);
  const [{ title, ...untitled }] = citation.references as Fields[];
  assert.ok(title);
  assert.equal(missing({ ...citation, references: [untitled] }), ['references[0].title']);
});

test.run();
