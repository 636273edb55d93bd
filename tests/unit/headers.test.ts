/** The header of every shader says what reflection says: which entry point reads and writes which bindings. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StorageBinding, UniformBinding } from '../../src/gpu/declaration.ts';
import { root, shaderPaths } from '../support/root.ts';

const FIELDS = ['math', 'grid', 'reads', 'writes', 'limits', 'source'];

interface Header {
  title: string;
  order: string[];
  fields: Record<string, string>;
}

/** Splits the leading comment into its title and fields; deeper indentation continues a field. */
function parseHeader(text: string): Header {
  const header: Header = { title: '', order: [], fields: {} };
  for (const line of text.split('\n')) {
    if (!line.startsWith('//')) break;
    if (line.startsWith('// uses ')) continue;
    const field = /^\/\/ (\w+) {2,}(\S.*)$/.exec(line);
    const last = header.order.at(-1);
    if (!header.title) header.title = line.slice(3);
    else if (field) {
      header.order.push(field[1]);
      header.fields[field[1]] = field[2];
    } else if (last) header.fields[last] += ` ${line.slice(2).trim()}`;
  }
  return header;
}

/** 'forward a schedule;  backward_a h dh' as names by entry point; '=', '+=', 'or' and what is in brackets are left out. */
function namesByEntry(field: string, entries: readonly string[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const part of field.replace(/\([^)]*\)/g, '').split(';')) {
    const words = part.split(/[\s,]+/).filter((word) => word && !['=', '+=', 'or'].includes(word));
    const heads = words.filter((word) => entries.includes(word));
    for (const entry of heads) names[entry] = words.filter((word) => !entries.includes(word)).sort();
  }
  return names;
}

interface Reflected {
  path: string;
  /** The text with all libraries it uses. */
  source: string;
  entries: Record<string, { bindings: Record<string, StorageBinding | UniformBinding> }>;
}

function reflected(path: string): Reflected {
  const text = readFileSync(join(root, 'src/gen/shaders', `${path}.ts`), 'utf8');
  const source = JSON.parse((/^const source = (.*);$/m.exec(text) as RegExpExecArray)[1]);
  return { ...JSON.parse((/const declaration = ([\s\S]*?) as const;/.exec(text) as RegExpExecArray)[1]), source };
}

/** Bodies of all functions of a shader, by name. */
function functions(text: string): Map<string, string> {
  const code = text.replace(/\/\/.*$/gm, '');
  const found = new Map<string, string>();
  for (const match of code.matchAll(/\bfn (\w+)\s*\(/g)) {
    const end = code.indexOf('\n}', match.index);
    const oneLine = code.indexOf('\n', match.index);
    // A function ends at a brace in the first column, or is all on one line.
    found.set(match[1], code.slice(match.index, code.slice(match.index, oneLine).trimEnd().endsWith('}') ? oneLine : end));
  }
  return found;
}

/** Bindings that an entry point or a function it calls stores to. */
function stores(text: string, entry: string, names: readonly string[]): string[] {
  const all = functions(text);
  const seen = new Set<string>();
  const visit = (name: string) => {
    const body = all.get(name);
    if (body === undefined || seen.has(name)) return;
    seen.add(name);
    for (const call of body.matchAll(/\b(\w+)\s*\(/g)) visit(call[1]);
  };
  visit(entry);
  const bodies = [...seen].map((name) => all.get(name)).join('\n');
  return names
    .filter((name) =>
      new RegExp(`\\b${name}\\[[^=;]*\\]\\s*[-+*/|&^]?=[^=]|atomic(Add|Sub|Store|Max|Min|And|Or|Xor|Exchange|CompareExchangeWeak)\\(&${name}\\[`).test(bodies),
    )
    .sort();
}

const paths = shaderPaths();

test('there are shaders to look at', () => {
  assert.ok(paths.length >= 14);
  assert.ok(paths.includes('critic/linear'));
});

for (const path of paths) {
  const text = readFileSync(join(root, 'shaders', `${path}.wgsl`), 'utf8');
  const header = parseHeader(text);
  const { entries, source } = reflected(path);
  const entryNames = Object.keys(entries);
  const reads = namesByEntry(header.fields.reads ?? '', entryNames);
  const writes = namesByEntry(header.fields.writes ?? '', entryNames);

  test(`${path}: title and the six fields in order, none empty`, () => {
    assert.ok(header.title.startsWith(`${path}  `), header.title);
    assert.equal(header.order, FIELDS);
    for (const field of FIELDS) assert.ok(header.fields[field].trim().length > 0, field);
  });

  for (const entry of entryNames) {
    test(`${path}.${entry}: reads and writes as reflected`, () => {
      const bindings = Object.entries(entries[entry].bindings);
      const names = bindings.map(([name]) => name);
      const writable = bindings.filter(([, b]) => b.kind === 'storage' && b.access === 'read_write').map(([name]) => name);
      // A binding declared read_write for one entry point may only be read by another: the stores decide.
      const stored = stores(source, entry, writable);
      const only = names.filter((name) => !stored.includes(name)).sort();
      assert.equal(writes[entry] ?? [], stored, 'writes');
      assert.equal(reads[entry] ?? [], only, 'reads');
    });
  }

  test(`${path}: the number of storage buffers in "limits", at most the eight every adapter has`, () => {
    const most = Math.max(...entryNames.map((entry) => Object.values(entries[entry].bindings).filter((b) => b.kind === 'storage').length));
    const stated = Number(/at most (\d+) storage buffers?/.exec(header.fields.limits)?.[1]);
    assert.is(stated, most);
    assert.ok(most <= 8);
  });
}

test('negative control: a header with a binding left out or a field moved does not pass', () => {
  const text = '// a/b  title\n// math    y = x\n// reads   forward x\n// grid    one\n';
  assert.is.not(parseHeader(text).order.join(), FIELDS.slice(0, 3).join());
  assert.equal(namesByEntry('forward a =;  back, other b = or += (c)', ['forward', 'back', 'other']), { forward: ['a'], back: ['b'], other: ['b'] });
  const shader = 'fn put(i: u32) {\n  y[i] += 1.0;\n}\nfn f() {\n  put(x[0]);\n  let same = x[1] == 2u;\n}';
  assert.equal(stores(shader, 'f', ['x', 'y']), ['y']);
});

test.run();
