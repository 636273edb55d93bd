import type { UniformBinding } from '../gpu/declaration.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Uniform } from '../gpu/tensor.ts';

/** Uniforms that tell a kernel what to move, such as a range of groups; each is made once. */
export class RangeUniforms<Field extends string> {
  readonly #made = new Map<string, Uniform<Field>>();

  constructor(
    readonly scope: Scope,
    readonly layout: UniformBinding & { readonly fields: readonly { readonly name: Field }[] },
  ) {}

  get(values: Readonly<Record<Field, number>>): Uniform<Field> {
    const name = Object.entries(values)
      .map(([field, value]) => `${field} ${value}`)
      .join(', ');
    let range = this.#made.get(name);
    if (!range) {
      range = this.scope.uniform(this.layout, name, values);
      this.#made.set(name, range);
    }
    return range;
  }
}
