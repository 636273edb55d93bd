/** Source text with what is not code blanked out: every character and every line stays in its place. */

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
/** What stands before a regular expression, and not before a division: an operator, an opening bracket, or a word that takes a value. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+*%<>~^-]|\b(?:return|typeof|case|in|of|do|else|void|yield|await))\s*$/;
/** From the start of a template, or the end of a `${}`, to the next `${` or the end of the template. */
const TEMPLATE = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y;
/** Code without any of these. */
const PLAIN = /[^'"`/{}]+/y;

/** The line of a character, counted from 1. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/**
 * Blanks out comments and regular expressions, and the contents of strings where only code counts. What stands in `${}`
 * of a template is code.
 * @param strings whether the contents of strings stay, as where they name imports
 */
export function codeOf(text: string, strings: 'keep' | 'blank' = 'blank'): string {
  let code = '';
  /** Of every template that is open: how many braces are open in its `${}`. */
  const templates: number[] = [];
  /** Takes what a pattern finds here, less `edges` characters at either end, as it is or blanked out. */
  const take = (pattern: RegExp, blank: boolean, edges = 0): string | undefined => {
    pattern.lastIndex = code.length;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return undefined;
    const inner = found.slice(edges, found.length - edges);
    code += blank ? found.slice(0, edges) + inner.replace(/[^\n]/g, ' ') + found.slice(found.length - edges) : found;
    return found;
  };
  const blank = strings === 'blank';
  while (code.length < text.length) {
    if (take(PLAIN, false) || take(COMMENT, true) || take(STRING, blank, 1)) continue;
    if (BEFORE_REGEX.test(code.slice(-200)) && take(REGEX, true)) continue;
    const next = text[code.length];
    code += next;
    const open = templates.length - 1;
    if (next === '{' && open >= 0) templates[open] += 1;
    const resumed = next === '}' && open >= 0 && templates[open]-- === 0;
    if (resumed) templates.pop();
    if (!resumed && next !== '`') continue;
    take(TEMPLATE, blank);
    const end = text[code.length] === '$' ? '${' : '`';
    code += end;
    if (end === '${') templates.push(0);
  }
  return code;
}
