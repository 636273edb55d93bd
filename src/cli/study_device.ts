import type { Device } from '../gpu/device.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/** Stopped, or locked by another process: start the same command again. The number is EX_TEMPFAIL of sysexits.h. */
export const RESUMABLE = 75;

/** Opens the device at the first call. */
export type OpenDevice = () => Promise<Device>;

/** Opens the device when it is first needed, prints its name, and closes it in the end. */
export async function withDevice(host: Host, given: Given, body: (open: OpenDevice) => Promise<number>): Promise<number> {
  let device: Device | undefined;
  const open = async (): Promise<Device> => {
    if (!device) {
      device = await host.openDevice(given.adapter as string | undefined);
      host.err(`adapter: ${device.adapter.name} (${device.adapter.origin}${device.adapter.software ? ', software' : ''})\n`);
    }
    return device;
  };
  try {
    return await body(open);
  } finally {
    device?.close();
  }
}
