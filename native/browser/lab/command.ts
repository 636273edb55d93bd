/** The command that computes at full size what the page shows. */
import { type LabSettings, modelOf } from '../../../src/lab/settings.ts';

/** Options of the command line have the names of settings, with hyphens. */
const option = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A line for a shell. */
export function commandOf(settings: LabSettings): string {
  const { size, block, buffer, shell, temperature, replicas, seed } = settings;
  const { settings: own, control } = modelOf(settings);
  const lattice = control ? { size, block } : { graph: `ammann-beenker:${size}`, centre: 0, level: block };
  const words = Object.entries({ ...own, ...lattice, buffer, shell, ...(control ? { [control.key]: temperature } : {}), replicas, seed });
  return `npx blockspin train ${words.map(([key, value]) => `${option(key)} ${value}`).join(' ')} --out results/lab`;
}
