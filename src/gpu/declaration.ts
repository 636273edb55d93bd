/** The shape of the generated shader declarations (src/gen/shaders); see reflect.ts. */

/** Element types of tensors. */
export type DType = 'f32' | 'u32' | 'i32';

/** A storage buffer of an entry point. */
export interface StorageBinding {
  readonly kind: 'storage';
  readonly binding: number;
  readonly dtype: DType;
  /** Scalars per element: 1, 2, 3 or 4. */
  readonly width: number;
  readonly access: 'read' | 'read_write';
}

/** A field of a uniform; the offset is in bytes. */
export interface UniformField {
  readonly name: string;
  readonly offset: number;
  readonly dtype: DType;
}

/** A uniform of an entry point; the size is in bytes. */
export interface UniformBinding {
  readonly kind: 'uniform';
  readonly binding: number;
  readonly size: number;
  readonly fields: readonly UniformField[];
}

/** An override constant of a shader; optional if it has a default. */
export interface Override {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** An entry point with everything reflection knows about it. */
export interface EntryPoint {
  readonly path: string;
  readonly source: string;
  /** Files and how many lines each contributes to `source`, in order. */
  readonly lines: readonly (readonly [string, number])[];
  readonly overrides: readonly Override[];
  readonly entry: string;
  readonly bindings: Readonly<Record<string, StorageBinding | UniformBinding>>;
}

/** A compute entry point. */
export interface Declaration extends EntryPoint {
  readonly workgroup: readonly [number, number, number];
}

/** A fragment entry point, which gives every pixel of a target its colour. */
export interface Drawing extends EntryPoint {
  /** The vertex entry point of the same file, which has no bindings. */
  readonly vertex: string;
}
