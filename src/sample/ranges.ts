import type { UniformBinding } from '../gpu/declaration.ts';
import type { Scope } from '../gpu/device.ts';
import type { Uniform } from '../gpu/tensor.ts';

type RangeField = 'first' | 'groups';

/** Uniforms that tell a kernel which groups to move, each made once. */
export class RangeUniforms {
  readonly #made = new Map<string, Uniform<RangeField>>();

  constructor(
    readonly scope: Scope,
    readonly layout: UniformBinding & { readonly fields: readonly { readonly name: RangeField }[] },
  ) {}

  get(first: number, groups: number): Uniform<RangeField> {
    const name = `groups ${first} to ${first + groups - 1}`;
    let range = this.#made.get(name);
    if (!range) {
      range = this.scope.uniform(this.layout, name, { first, groups });
      this.#made.set(name, range);
    }
    return range;
  }
}
