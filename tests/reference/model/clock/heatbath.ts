/**
 * Clock model: x = sum over the neighbours of round(2^20 J cos(2 pi d / q) / (T ln 2)), and with y by how much x is below the largest
 * one, y = 2^20 n + 2^10 h + l: W = floor(floor(P Q / 2^32) / 2^(3 + n)), P = round(2^31 2^(-h / 2^10)), Q = round(2^31 2^(-l / 2^20)).
 */
import { type ColourSweep, heatBathSweep } from '../potts/heatbath.ts';

const power = (x: number, bits: number) => BigInt(Math.round(2 ** 31 * 2 ** (-x / 2 ** bits)));

/** 2^27 2^(-y / 2^20) as the kernel has it. */
export function weightOf(y: number): bigint {
  const [n, h, l] = [Math.floor(y / 2 ** 20), Math.floor(y / 2 ** 10) % 1024, y % 1024];
  return ((power(h, 10) * power(l, 20)) >> 32n) >> BigInt(3 + n);
}

/** Moves the 32 chains of a group in place. */
export function clockSweep(chains: number[][], sweep: ColourSweep): void {
  const { q, coupling, temperature } = sweep;
  const bond = (d: number) => Math.round((2 ** 20 * coupling * Math.cos((2 * Math.PI * d) / q)) / (temperature * Math.LN2));
  heatBathSweep(chains, sweep, (around) => {
    const exponents = Array.from({ length: q }, (_, s) => around.reduce((sum, t) => sum + bond(s - t), 0));
    const largest = Math.max(...exponents);
    return exponents.map((x) => weightOf(largest - x));
  });
}
