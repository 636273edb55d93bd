/** The rows of a tensor's elements, one per replica. */
export function rows(all: Float32Array, replicas: number): number[][] {
  const size = all.length / replicas;
  return Array.from({ length: replicas }, (_, r) => Array.from(all.subarray(r * size, (r + 1) * size)));
}
