/** Observables of the 4 x 4 torus, H = -J Σ s s' - B Σ s, by summing over all 2^16 states: from the definitions, in float64. */
import { structure } from './measure.ts';

const L = 4;
const SITES = L * L;

/** States that agree in everything that is asked for: how many, bond sum, Σ s / N, Σ (-1)^(x+y) s / N, |S|² / N² of spins and of staggered ones. */
interface Class {
  count: number;
  bonds: number;
  m: number;
  ms: number;
  plain: number;
  turned: number;
}

let classes: Class[] | undefined;

function allClasses(): Class[] {
  const found = new Map<string, Class>();
  for (let state = 0; state < 2 ** SITES; state++) {
    const s = (x: number, y: number) => ((state >> ((y % L) * L + (x % L))) & 1 ? 1 : -1);
    let [bonds, total, staggered] = [0, 0, 0];
    for (let y = 0; y < L; y++) {
      for (let x = 0; x < L; x++) {
        bonds += s(x, y) * (s(x + 1, y) + s(x, y + 1));
        total += s(x, y);
        staggered += (-1) ** (x + y) * s(x, y);
      }
    }
    const [plain, turned] = [structure(L, s, false), structure(L, s, true)];
    const key = [bonds, total, staggered, plain.toFixed(9), turned.toFixed(9)].join(' ');
    const one = found.get(key) ?? { count: 0, bonds, m: total / SITES, ms: staggered / SITES, plain, turned };
    one.count += 1;
    found.set(key, one);
  }
  return [...found.values()];
}

/** Exact values of all observables that `sample` gives, by their names. */
export function enumerated(temperature: number, field: number, coupling: number): Record<string, number> {
  classes ??= allClasses();
  const energy = ({ bonds, m }: Class) => -coupling * bonds - field * SITES * m;
  const weight = (one: Class) => one.count * Math.exp(-energy(one) / temperature);
  const sum = (of: (one: Class) => number) => (classes as Class[]).reduce((all, one) => all + weight(one) * of(one), 0);
  const z = sum(() => 1);
  const mean = (of: (one: Class) => number) => sum(of) / z;
  const m = (one: Class) => one.m;
  const ms = (one: Class) => one.ms;
  const variance = (of: (one: Class) => number) => mean((one) => of(one) ** 2) - mean(of) ** 2;
  const chi = (of: (one: Class) => number) => (SITES * variance(of)) / temperature;
  const binder = (of: (one: Class) => number) => 1 - mean((one) => of(one) ** 4) / 3 / mean((one) => of(one) ** 2) ** 2;
  const order = coupling < 0 ? ms : m;
  // Without a field <m> is zero, and for the antiferromagnet so is <m_s>: then this is <M²> itself.
  const squared = variance(order);
  const wave = mean((one) => (coupling < 0 ? one.turned : one.plain));
  return {
    energy: mean(energy) / SITES,
    magnetisation: mean(m),
    magnetisation_abs: mean((one) => Math.abs(one.m)),
    staggered_abs: mean((one) => Math.abs(one.ms)),
    magnetisation_squared: mean((one) => one.m ** 2),
    specific_heat: variance(energy) / temperature ** 2 / SITES,
    susceptibility: chi(m),
    susceptibility_abs: chi((one) => Math.abs(one.m)),
    correlation_length: Math.sqrt(squared / wave - 1) / 2 / Math.sin(Math.PI / L),
    binder_magnetisation: binder(m),
    ...(coupling < 0 ? { susceptibility_staggered: chi(ms), susceptibility_staggered_abs: chi((one) => Math.abs(one.ms)), binder_staggered: binder(ms) } : {}),
    binder: binder(order),
  };
}
