/** Twins work on one replica; kernels on all of them, one after the other along the first axis. */

/** The r-th of R equal parts. */
export function part<T extends Float32Array | Float64Array | Uint32Array | Int8Array>(all: T, r: number, replicas: number): T {
  const size = all.length / replicas;
  return all.subarray(r * size, (r + 1) * size) as T;
}

/** The results of all replicas side by side. */
export function joined(replicas: number, of: (r: number) => ArrayLike<number>): Float64Array {
  return Float64Array.from(Array.from({ length: replicas }, (_, r) => Array.from(of(r))).flat());
}
