/** The shape of the generated shader declarations (src/gen/shaders); see native/setup/shaders.mjs. */
import type { Tensor, Uniform } from './tensor.ts';

export type DType = 'f32' | 'u32' | 'i32';

export interface StorageBinding {
  readonly kind: 'storage';
  readonly binding: number;
  readonly dtype: DType;
  /** Scalars per element: 1, 2, 3 or 4. */
  readonly width: number;
  readonly access: 'read' | 'read_write';
}

export interface UniformField {
  readonly name: string;
  readonly offset: number;
  readonly dtype: DType;
}

export interface UniformBinding {
  readonly kind: 'uniform';
  readonly binding: number;
  readonly size: number;
  readonly fields: readonly UniformField[];
}

export interface Override {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** One compute entry point with everything reflection knows about it. */
export interface Declaration {
  readonly path: string;
  readonly source: string;
  /** Files and how many lines each contributes to `source`, in order. */
  readonly lines: readonly (readonly [string, number])[];
  readonly overrides: readonly Override[];
  readonly entry: string;
  readonly workgroup: readonly [number, number, number];
  readonly bindings: Readonly<Record<string, StorageBinding | UniformBinding>>;
}

/** What must be bound to an entry point: a tensor of the right type, or a uniform with the right fields, by name. */
export type Bound<D extends Declaration> = {
  readonly [N in keyof D['bindings']]: D['bindings'][N] extends StorageBinding
    ? Tensor<D['bindings'][N]['dtype']>
    : D['bindings'][N] extends UniformBinding
      ? Uniform<D['bindings'][N]['fields'][number]['name']>
      : never;
};

/** The override constants an entry point needs, and those that have a default, by name. */
export type Constants<D extends Declaration> = {
  readonly [O in D['overrides'][number] as O['optional'] extends true ? never : O['name']]: number;
} & {
  readonly [O in D['overrides'][number] as O['optional'] extends true ? O['name'] : never]?: number;
};
