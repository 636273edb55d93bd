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
  return bracketed(mean, error, decimals(error));
}

function bracketed(mean: number, error: number, places: number): string {
  return `${decimal(mean, places)}(${error >= 1 ? error.toFixed(places) : Math.round(error * 10 ** places)})`;
}

/** A difference with its sign, which is a minus sign and no hyphen: +0.017(4), −0.003(4). */
export function signed(difference: Estimate): string {
  const text = concise(difference);
  return text.startsWith('-') ? text.replace('-', '−') : isNumber(difference.mean) ? `+${text}` : text;
}

/** A mean with its standard error: 0.3990 ± 0.0012. */
export function plusMinus({ mean, error }: Estimate): string {
  if (!isNumber(mean)) return MISSING;
  if (!isNumber(error)) return decimal(mean, 4);
  const places = decimals(error);
  return `${decimal(mean, places)} ± ${error.toFixed(places)}`;
}

/** Errors up to this many units of the last decimal are written in the decimals of their column. */
const MOST_UNITS = 99.5;

/**
 * How the estimates of one column are written: with the decimals that show two digits of the middle error, so that digits stand below one
 * another. A value that its error allows to be zero, and these decimals hardly show, is written as its bound: '< 0.0003', three errors above.
 * @param written with the error in brackets, or after ±
 */
export function columnFormat(estimates: readonly Estimate[], written: 'brackets' | 'plus-minus'): (estimate: Estimate) => string {
  const errors = estimates.flatMap(({ error }) => (isNumber(error) && error > 0 ? [error] : [])).sort((a, b) => a - b);
  const common = decimals(errors[Math.floor(errors.length / 2)] ?? Number.NaN);
  return ({ mean, error }) => {
    if (!isNumber(mean) || !isNumber(error) || !(error > 0)) return plusMinus({ mean, error });
    const units = error * 10 ** common;
    // An error of one unit at most would be a single digit beside a value that is none.
    if (Math.abs(mean) < 3 * error && units < 1.5) return `< ${upwards(mean + 3 * error)}`;
    const places = units > MOST_UNITS || units < 0.5 ? decimals(error) : common;
    return written === 'brackets' ? bracketed(mean, error, places) : `${decimal(mean, places)} ± ${error.toFixed(places)}`;
  };
}

/** The next number of one significant digit that is not smaller: 0.00025 gives 0.0003. */
function upwards(value: number): string {
  const places = Math.max(0, -Math.floor(Math.log10(value)));
  return (Math.ceil(value * 10 ** places - 1e-9) / 10 ** places).toFixed(places);
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

/** A temperature as results store it, in J / k_B, to seven digits: more are computed, as of T_c, and not chosen by people. */
export function temperatureLabel(temperature: Temperature): string {
  return temperature === 'inf' ? '∞' : isNumber(temperature) ? significant(temperature, 7) : String(temperature);
}

/** A time from seconds, for people: 8 s, 3 min 05 s, 2 h 10 min. */
export function duration(seconds: number): string {
  if (!isNumber(seconds)) return MISSING;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
