/** Functions of TypeScript and JavaScript files and how long they are, found by matching brackets. */
import { codeOf, lineOf } from './source.ts';

/** One function with a body. */
export interface FunctionLength {
  /** Its name, or that of the constant it is kept in; 'arrow' where there is none. */
  name: string;
  /** The line of its name or its parameters, counted from 1. */
  line: number;
  /** Lines from there to the end of its body. */
  lines: number;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** What looks like a method at the start of a line, and is none. */
const STATEMENTS = ['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'await', 'super', 'do'];
const METHOD = /(?<=^|\n)[ \t]*(?:(?:static|async|get|set|override|public|private|protected|export|default)\s+|\*)*(#?[\w$]+)\s*(?:<[^()]*>)?\(/g;
const FUNCTION = /\bfunction\b\s*\*?\s*([\w$]*)[^(]*\(/g;
const NAME_BEFORE = /(?:([\w$]+)|\b(?:const|let)\s+([\w$]+)(?:\s*:[^=]*)?\s*=|([\w$]+):)\s*(?:async\s*)?(?:<[^<>]*>)?$/;

/** Every function of a text that has a body, arrow functions included, those inside of others too. */
export function functionsOf(text: string): FunctionLength[] {
  const code = codeOf(text);
  const pairs = pairsOf(code);
  const found: FunctionLength[] = [];
  const add = (name: string, from: number, end: number | undefined) => {
    if (end === undefined) return;
    const line = lineOf(code, from);
    found.push({ name, line, lines: lineOf(code, end) - line + 1 });
  };
  for (const pattern of [FUNCTION, METHOD]) {
    for (const match of code.matchAll(pattern)) {
      const name = match[1] || 'function';
      const open = match.index + match[0].length - 1;
      if (STATEMENTS.includes(name)) continue;
      add(name, match.index + (match[0].length - match[0].trimStart().length), bodyAfter(code, pairs, pairs.get(open)));
    }
  }
  for (const { index } of code.matchAll(/=>/g)) {
    const close = code.lastIndexOf(')', index);
    const from = close >= 0 && /^\)\s*(?::[^;{}()]*)?$/.test(code.slice(close, index)) ? (pairs.get(close) ?? index) : index;
    const names = NAME_BEFORE.exec(code.slice(Math.max(0, from - 200), from))?.slice(1) ?? [];
    add((from === index ? names[0] : (names[1] ?? names[2])) ?? 'arrow', from, endOfExpression(code, pairs, index + 2));
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Where each bracket is closed, and each closing one opened. */
function pairsOf(code: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const { index, 0: bracket } of code.matchAll(/[()[\]{}]/g)) {
    if (CLOSING[bracket]) open.push(index);
    else {
      const from = open.pop();
      if (from === undefined || CLOSING[code[from]] !== bracket) throw new Error(`line ${lineOf(code, index)}: ${bracket} closes nothing`);
      pairs.set(from, index).set(index, from);
    }
  }
  return pairs;
}

/** The end of the block after a list of parameters and perhaps the type of what is returned; undefined where there is none. */
function bodyAfter(code: string, pairs: ReadonlyMap<number, number>, parameters = code.length): number | undefined {
  const start = parameters + 1 + code.slice(parameters + 1).search(/\S/);
  if (code[start] === '{') return pairs.get(start);
  if (code[start] !== ':') return undefined;
  for (let at = start + 1; at < code.length; at++) {
    const type = code.slice(start, at).trimEnd();
    if (/[;})]/.test(code[at]) || (code[at] === '=' && code[at + 1] !== '>')) return undefined;
    // A brace after an operator of types is a type itself.
    if (code[at] === '{' && !/(?:[:|&<,?]|=>)$/.test(type)) return pairs.get(at);
    if (CLOSING[code[at]]) at = pairs.get(at) ?? code.length;
  }
  return undefined;
}

/** The end of a block, or of an expression up to the comma, semicolon or bracket that ends it. */
function endOfExpression(code: string, pairs: ReadonlyMap<number, number>, from: number): number {
  let last = from;
  for (let at = from; at < code.length; at++) {
    if (/\s/.test(code[at])) continue;
    if (/[,;)\]}]/.test(code[at])) return last;
    const block = code[at] === '{' && last === from;
    // A block right after a name: the arrow belongs to the type of what a function returns, and this is the function's body.
    if (code[at] === '{' && !block && /[\w$)\]>]/.test(code[last])) return last;
    if (CLOSING[code[at]]) at = pairs.get(at) ?? code.length;
    last = at;
    if (block) return at;
  }
  return last;
}
