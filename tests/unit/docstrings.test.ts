/** Every exported function and class of src/ says what it is for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../support/root.ts';

/** A function or class, by the name it is exported under. */
interface Named {
  name: string;
  node: ts.Node;
}

const isFunction = (node: ts.Node | undefined) =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node));

/** Functions and classes that a statement declares; constants count where they are functions. */
function declared(statement: ts.Statement): Named[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [{ name: statement.name?.text ?? 'default', node: statement }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations
    .filter(({ initializer }) => isFunction(initializer))
    .map((declaration) => ({ name: declaration.name.getText(), node: statement }));
}

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** Names after `export {`, where they are of the file itself. */
function listed(statement: ts.Statement): string[] {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
  return statement.exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** The exported functions and classes of a file, and which of them have no docstring. */
function exportsOf(file: string, text: string): { all: string[]; bare: string[] } {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const names = new Set(source.statements.flatMap(listed));
  const found = source.statements.flatMap((statement) => declared(statement).filter(({ name }) => isExported(statement) || names.has(name)));
  // Overloads share the words of the first.
  const documented = new Set(found.filter(({ node }) => ts.getJSDocCommentsAndTags(node).some((words) => words.getText().length > 8)).map(({ name }) => name));
  const all = [...new Set(found.map(({ name }) => name))];
  return { all, bare: all.filter((name) => !documented.has(name)).map((name) => `src/${file}: ${name}`) };
}

function sources(): string[] {
  const base = join(root, 'src');
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      relative(base, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((file) => !file.startsWith('gen/'))
    .sort();
}

test('every exported function and class has a docstring', () => {
  const found = sources().map((file) => exportsOf(file, readFileSync(join(root, 'src', file), 'utf8')));
  const count = found.reduce((sum, { all }) => sum + all.length, 0);
  assert.ok(count > 300, `${count} functions and classes were read`);
  const bare = found.flatMap((file) => file.bare);
  assert.equal(bare, [], `without a docstring:\n${bare.join('\n')}\n`);
});

// Negative controls: what must be caught, one fabricated file each.
for (const text of [
  'export function f() {}',
  '// a remark is no docstring\nexport function f() {}',
  '/**  */\nexport function f() {}',
  'export class f {}',
  'export const f = () => 1;',
  'export async function f() {}',
  'function f() {}\nexport { f };',
  '/** Of the constant. */\nconst other = 1;\nexport const f = function () {};',
]) {
  test(`control: ${text.replace(/\s+/g, ' ')}`, () => assert.equal(exportsOf('made/up.ts', text).bare, ['src/made/up.ts: f']));
}

test('control: what needs no docstring, and what has one, is let through', () => {
  for (const text of [
    '/** What it does. */\nexport function f() {}',
    '/** What it does. */\nexport const f = () => 1;',
    '/** Both. */\nexport function f(a: string): void;\nexport function f(a: number): void;\nexport function f() {}',
    '/** What it does. */\nfunction f() {}\nexport { f };',
    'function f() {}',
    'export const LIMIT = 1;',
    "export { f } from './other.ts';",
  ]) {
    assert.equal(exportsOf('made/up.ts', text).bare, [], text);
  }
});

test.run();
