/**
 * xoshiro128++: output rotl(s0 + s3, 7) + s0; then t = s1 << 9, s2 ^= s0, s3 ^= s1, s1 ^= s2, s0 ^= s3, s2 ^= t,
 * s3 = rotl(s3, 11). Source: Blackman & Vigna, ACM TOMS 47, 36 (2021), table of parameters.
 */
export function xoshiro(seed: readonly number[], count: number): number[] {
  const s = [...seed];
  const rotl = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  return Array.from({ length: count }, () => {
    const out = (rotl(s[0] + s[3], 7) + s[0]) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return out;
  });
}
