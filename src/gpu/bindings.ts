/** What is bound to an entry point: checked by the compiler against its declaration, and again at run time. */
import { BlockspinError } from '../core/errors.ts';
import type { EntryPoint, StorageBinding, UniformBinding } from './declaration.ts';
import { Tensor, Uniform } from './tensor.ts';

/** A tensor or uniform, which can be bound to an entry point. */
export type Resource = Tensor | Uniform;

/**
 * What must be bound to an entry point, by name: a tensor of the right type, or a uniform with the right fields. For an entry
 * point declared at run time the compiler knows nothing of its bindings.
 */
export type Bound<D extends EntryPoint> = {
  readonly [N in keyof D['bindings']]: D['bindings'][N] extends StorageBinding
    ? Tensor<D['bindings'][N]['dtype']>
    : D['bindings'][N] extends UniformBinding
      ? Uniform<D['bindings'][N]['fields'][number]['name']>
      : Resource;
};

/** The override constants an entry point needs, and those that have a default, by name. */
export type Constants<D extends EntryPoint> = {
  readonly [O in D['overrides'][number] as O['optional'] extends true ? never : O['name']]: number;
} & {
  readonly [O in D['overrides'][number] as O['optional'] extends true ? O['name'] : never]?: number;
};

/** The bytes of a resource that a kernel sees. */
export function bindingOf(resource: Resource): GPUBufferBinding {
  if (resource instanceof Uniform) return { buffer: resource.buffer };
  return { buffer: resource.buffer, offset: resource.offset, size: Math.ceil(resource.bytes / 16) * 16 };
}

/** @throws BlockspinError for a binding that is unknown, missing or of another type: the compiler cannot check ops built at run time */
export function checkBindings(declaration: EntryPoint, bindings: Readonly<Record<string, Resource>>): void {
  const who = `${declaration.path}.${declaration.entry}`;
  const declared = Object.keys(declaration.bindings);
  for (const name of Object.keys(bindings)) {
    if (!declared.includes(name)) {
      throw new BlockspinError({ who, expected: `bindings ${declared.join(', ')}`, got: name, remedy: 'leave it out or check the spelling' });
    }
  }
  for (const name of declared) {
    const resource = bindings[name];
    const binding = declaration.bindings[name];
    if (!resource) {
      throw new BlockspinError({ who, expected: `a binding for ${name}`, got: 'none', remedy: `bind ${name}` });
    }
    const is = resource instanceof Tensor ? resource.dtype : 'uniform';
    const wanted = binding.kind === 'storage' ? binding.dtype : 'uniform';
    if (is !== wanted) {
      throw new BlockspinError({ who: `${who}: ${name}`, expected: wanted, got: is, remedy: 'bind a tensor of the declared type' });
    }
    if (resource instanceof Uniform && binding.kind === 'uniform' && fieldsOf(resource.layout) !== fieldsOf(binding)) {
      const remedy = 'declare the struct with the fields that the uniform has, in their order';
      throw new BlockspinError({ who: `${who}: ${name}`, expected: `a uniform ${fieldsOf(binding)}`, got: fieldsOf(resource.layout), remedy });
    }
  }
}

/** E.g. '{ first: u32, groups: u32 }'. */
function fieldsOf({ fields }: UniformBinding): string {
  return `{ ${fields.map(({ name, dtype }) => `${name}: ${dtype}`).join(', ')} }`;
}
