/** How numbers are written, in the terminal and on the page alike. Numbers that are not finite (JSON writes null) become 'n/a'. */
import type { Estimate } from '../../core/statistics.ts';
import type { Temperature } from '../../train/result/summary.ts';

/** Stands for a number that is not finite. */
export const MISSING = 'n/a';
/** Most decimals of an estimate. */
const MOST_DECIMALS = 6;

/** Whether a value is a finite number. Stored results may hold null where the type says number, because JSON writes NaN as null. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Decimals that show two digits of the error. */
function decimals(error: number): number {
  if (!isNumber(error) || error <= 0) return MOST_DECIMALS;
  return Math.min(MOST_DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(Number(error.toPrecision(2))))));
}

/** Fixed decimals; a value that rounds to zero has no sign. */
function decimal(value: number, places: number): string {
  const text = value.toFixed(places);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** A mean with its standard error in units of the last digits: 0.3990(12); errors of one and more keep their point: 12.4(1.5). */
export function concise({ mean, error }: Estimate): string {
  if (!isNumber(mean)) return MISSING;
  if (!isNumber(error)) return decimal(mean, 4);
  const places = decimals(error);
  const digits = error >= 1 ? error.toFixed(places) : String(Math.round(error * 10 ** places));
  return `${decimal(mean, places)}(${digits})`;
}

/** A mean with its standard error: 0.3990 ± 0.0012. */
export function plusMinus({ mean, error }: Estimate): string {
  if (!isNumber(mean)) return MISSING;
  if (!isNumber(error)) return decimal(mean, 4);
  const places = decimals(error);
  return `${decimal(mean, places)} ± ${error.toFixed(places)}`;
}

/** A number without error, to the given decimals. */
export function fixed(value: number, places: number): string {
  return isNumber(value) ? decimal(value, places) : MISSING;
}

/** A number to the given significant digits, without trailing zeros: 12.3, 0.0123, 4500. */
export function significant(value: number, digits = 3): string {
  return isNumber(value) ? String(Number(value.toPrecision(digits))) : MISSING;
}

/** Mean and error in bits, from nats. */
export function inBits({ mean, error }: Estimate): Estimate {
  return { mean: isNumber(mean) ? mean / Math.LN2 : Number.NaN, error: isNumber(error) ? error / Math.LN2 : Number.NaN };
}

/** A ceiling in words, from nats: 'ln 2 (1 bit)', '2 ln 2 (2 bits)', the logarithm of any other number of states 'ln 3 (1.58 bits)', else '1.234 nats'. */
export function ceilingName(ceiling: number): string {
  const bits = ceiling / Math.LN2;
  const states = Math.exp(ceiling);
  const whole = (value: number) => Math.abs(value - Math.round(value)) <= 1e-6;
  if (whole(bits)) return Math.round(bits) === 1 ? 'ln 2 (1 bit)' : `${Math.round(bits)} ln 2 (${Math.round(bits)} bits)`;
  return whole(states) ? `ln ${Math.round(states)} (${bits.toFixed(2)} bits)` : `${fixed(ceiling, 3)} nats`;
}

/** A temperature as results store it, in J / k_B. */
export function temperatureLabel(temperature: Temperature): string {
  return temperature === 'inf' ? '∞' : String(temperature);
}

/** A time from seconds, for people: 8 s, 3 min 05 s, 2 h 10 min. */
export function duration(seconds: number): string {
  if (!isNumber(seconds)) return MISSING;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
