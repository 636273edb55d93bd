/** The Vulkan installation of this machine, examined without Dawn, which would write its own messages to the terminal. */
import { readdirSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The name under which Dawn looks for the Vulkan loader. */
export const LOADER = 'libvulkan.so.1';

/**
 * Loads a library into this process, where it stays.
 * @returns why it cannot be loaded, or undefined
 */
export function load(library: string): string | undefined {
  // RTLD_NODELETE keeps the library in place although Node refuses it as an addon, which it is not.
  const NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} } as NodeModule, library, constants.dlopen.RTLD_NOW | NODELETE);
  } catch (error) {
    const { message } = error as Error;
    return /self-register/.test(message) ? undefined : message;
  }
  return undefined;
}

/** Whether the user has listed the drivers in the environment; the loader then looks nowhere else. */
export function driversAreChosen(environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment.VK_DRIVER_FILES || environment.VK_ICD_FILENAMES);
}

/**
 * Descriptions of Vulkan drivers: those of the folders in which loaders look, by the loader's interface to drivers
 * (Khronos, "Driver Discovery on Linux"), and where NVIDIA's container runtime puts its own instead. The embedded loader
 * looks in some of them only.
 * @param list the names in a folder, none where it is not there
 */
export function driverFiles(environment: NodeJS.ProcessEnv, list: (folder: string) => string[] = namesIn): string[] {
  const home = environment.HOME || homedir();
  // A relative path in one of them is ignored (XDG Base Directory Specification): it would mean whatever folder one stands in.
  const one = (path: string | undefined, usual: string) => (path && isAbsolute(path) ? path : usual);
  const several = (paths: string | undefined, usual: string) => (paths || usual).split(':').filter(isAbsolute);
  const folders = [
    one(environment.XDG_CONFIG_HOME, join(home, '.config')),
    ...several(environment.XDG_CONFIG_DIRS, '/etc/xdg'),
    '/usr/local/etc',
    '/etc',
    one(environment.XDG_DATA_HOME, join(home, '.local/share')),
    ...several(environment.XDG_DATA_DIRS, '/usr/local/share:/usr/share'),
    '/usr/local/nvidia/share',
  ];
  return [...new Set(folders)].flatMap((folder) => {
    const place = join(folder, 'vulkan/icd.d');
    return list(place).flatMap((name) => (name.endsWith('.json') ? [join(place, name)] : []));
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
