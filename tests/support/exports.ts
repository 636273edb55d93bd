/** Names that source files export, and those of them that other files import. */
import { resolved } from './imports.ts';
import { codeOf } from './source.ts';

/** Every name of a file: of `import * as` and of imports at run time it is not known which are used. */
const ALL = '*';

const DECLARED = /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) ([\w$]+)/gm;
const LISTED = /^export (?:type )?\{([^}]*)\}(?!\s*from)/gm;
const NAMED = /\b(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{(?<list>[^}]*)\}\s*from\s*'(?<target> +)'/dg;
const WHOLE = /(?:\b(?:import|export)\s+(?:type\s+)?\*(?:\s+as\s+[\w$]+)?\s+from\s*|\bimport\s*\(\s*)'(?<target> +)'/dg;

/** The names in braces, each as the file it comes from has it (`a as b`: a) or as it is called here (b). */
function namesIn(list: string, called: 'there' | 'here'): string[] {
  const names = list.split(',').map((name) => name.trim().replace(/^type /, ''));
  return names.filter((name) => name !== '').map((name) => name.split(' as ')[called === 'there' ? 0 : name.split(' as ').length - 1]);
}

/** The names that a file declares and exports. */
export function exportsOf(text: string): string[] {
  const code = codeOf(text);
  const declared = [...code.matchAll(DECLARED)].map((match) => match[1]);
  return [...declared, ...[...code.matchAll(LISTED)].flatMap((match) => namesIn(match[1], 'here'))];
}

/**
 * Exports of the given files that no other file imports or exports again.
 * @param files all that may import, with the text of each
 * @param checked the files whose exports are looked at
 * @returns 'file: name'
 */
export function needlessExports(files: ReadonlyMap<string, string>, checked: readonly string[]): string[] {
  const used = new Set<string>();
  for (const [file, text] of files) {
    // Imports that stand in strings are none: names of files are read from the text where the code has a blank string.
    const code = codeOf(text);
    const from = ({ indices }: RegExpExecArray) => resolved(file, text.slice(...(indices?.groups?.target ?? [0, 0])));
    for (const match of code.matchAll(NAMED)) for (const name of namesIn(match.groups?.list ?? '', 'there')) used.add(`${from(match)}: ${name}`);
    for (const match of code.matchAll(WHOLE)) used.add(`${from(match)}: ${ALL}`);
  }
  return checked
    .filter((file) => !used.has(`${file}: ${ALL}`))
    .flatMap((file) => exportsOf(files.get(file) ?? '').map((name) => `${file}: ${name}`))
    .filter((name) => !used.has(name));
}
