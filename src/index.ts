/** The public surface of blockspin; native/ adds `openDevice` for its host. */
export { BlockspinError } from './core/errors.ts';
export type { Device } from './gpu/device.ts';
export { CRITICAL_TEMPERATURE, IsingChains } from './sample/ising.ts';
