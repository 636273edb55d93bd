/** JSON that people write: configs, lists of sites, filters. */
import { shown, textOf } from './encoding.ts';

/** Far more than anything that is read has. */
const DEEPEST = 64;

/** Strings, and the characters that open, close and part. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

interface Level {
  /** Keys of an object so far; undefined in a list. */
  keys: Set<string> | undefined;
  /** Whether the next string is a key. */
  expectsKey: boolean;
}

/**
 * Reads JSON more strictly than JSON.parse, which takes the last of several equal keys in silence.
 * @param bytes UTF-8, or UTF-16 with a byte order mark
 * @throws Error saying what is wrong and where: no JSON, a key twice in one object, nested deeper than 64 levels
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(shown((error as Error).message, 120));
  }
  checkKeys(text);
  return value;
}

/** Before it is parsed, so that nothing has to be followed that deep. */
function checkDepth(text: string): void {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > DEEPEST) throw new Error(`lists and objects nested deeper than ${DEEPEST} levels in line ${lineOf(text, index)}`);
  }
}

/** @param text is JSON */
function checkKeys(text: string): void {
  const levels: Level[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set(), expectsKey: true });
    else if (token === '[') levels.push({ keys: undefined, expectsKey: false });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && level?.keys) level.expectsKey = true;
    else if (token.startsWith('"') && level?.keys && level.expectsKey) {
      level.expectsKey = false;
      const key = JSON.parse(token) as string;
      if (level.keys.has(key)) throw new Error(`the key "${shown(key)}" twice in one object, in line ${lineOf(text, index)}`);
      level.keys.add(key);
    }
  }
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/**
 * Refuses what was read by another parser and is nested too deep, circles included: YAML can name a list inside itself.
 * @throws Error
 */
export function refuseDeep(value: unknown, depth = 0): void {
  if (value === null || typeof value !== 'object') return;
  if (depth >= DEEPEST) throw new Error(`lists and maps nested deeper than ${DEEPEST} levels, or an alias of itself`);
  for (const one of Object.values(value)) refuseDeep(one, depth + 1);
}
