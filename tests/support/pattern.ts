/** Checks the shape of JSON against a pattern: 'number', 'string|null', [pattern of every entry], { every key: pattern }. */
import * as assert from 'uvu/assert';

export type Pattern = string | readonly [Pattern] | { readonly [key: string]: Pattern };

/** @throws AssertionError naming the path where value and pattern part; keys must agree exactly. */
export function matches(value: unknown, pattern: Pattern, path = '$'): void {
  if (typeof pattern === 'string') {
    const is = value === null ? 'null' : typeof value;
    assert.ok(pattern.split('|').includes(is), `${path}: expected ${pattern}, got ${JSON.stringify(value)}`);
  } else if (Array.isArray(pattern)) {
    assert.ok(Array.isArray(value) && value.length > 0, `${path}: expected a list with entries, got ${JSON.stringify(value)}`);
    for (const [i, entry] of (value as unknown[]).entries()) matches(entry, pattern[0] as Pattern, `${path}[${i}]`);
  } else {
    assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `${path}: expected an object, got ${JSON.stringify(value)}`);
    const object = value as Record<string, unknown>;
    assert.equal(Object.keys(object).sort(), Object.keys(pattern).sort(), `${path}: keys`);
    for (const [key, inner] of Object.entries(pattern)) matches(object[key], inner, `${path}.${key}`);
  }
}
