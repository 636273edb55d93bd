// How a bare machine's GPU driver is found. Only names and folders are decided here; run.mjs looks at the machine.

/** File name of the Vulkan loader. */
export const LOADER = 'libvulkan.so.1';

/** Folders in which Vulkan loaders look for drivers, and those of NVIDIA's container runtime. */
const STANDARD = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const NVIDIA = { drivers: '/usr/local/nvidia/share/vulkan/icd.d', libraries: ['/usr/local/nvidia/lib64', '/usr/local/nvidia/lib'] };
/** NVIDIA's driver as its own manifest names it, and the same driver without the libraries of windows that a bare machine lacks. */
const LIBRARY = { windows: 'libGLX_nvidia.so.0', bare: 'libEGL_nvidia.so.0' };

/**
 * Libraries through which NVIDIA's driver looks for a display. Without them it can be opened but gives no instance of Vulkan
 * (seen with driver 580.159 on an H200); container images often lack them.
 */
const DISPLAY = ['libGLdispatch.so.0', 'libGLX.so.0', 'libEGL.so.1'];

const ofNvidia = (name) => /^nvidia.*\.json$/.test(name);

/**
 * The value of VK_DRIVER_FILES, or undefined where it is set already or not needed.
 * @param list the names of a folder's files, none for a folder that is not there
 */
export function driverFiles(environment, list) {
  if (environment.VK_DRIVER_FILES || environment.VK_ICD_FILENAMES) return undefined;
  if (STANDARD.some((folder) => list(folder).some(ofNvidia))) return undefined;
  const found = list(NVIDIA.drivers)
    .filter(ofNvidia)
    .map((name) => `${NVIDIA.drivers}/${name}`);
  return found.length > 0 ? found.join(':') : undefined;
}

/** Whether a driver of NVIDIA's is there, none of another maker was chosen. */
function hasNvidia(environment, list) {
  const chosen = environment.VK_DRIVER_FILES || environment.VK_ICD_FILENAMES;
  if (chosen) return /nvidia/.test(chosen);
  return [...STANDARD, NVIDIA.drivers].some((folder) => list(folder).some(ofNvidia));
}

/**
 * Libraries that a driver of this machine needs and that cannot be opened.
 * @param opens whether a library can be opened, with a folder added to the library path
 */
export function missingLibraries(environment, list, opens) {
  return [LOADER, ...(hasNvidia(environment, list) ? DISPLAY : [])].filter((library) => !opens(library));
}

/**
 * How NVIDIA's driver can be opened where its manifest alone does not do: `folder` is to be added to the library path, and
 * `manifest` is the content of one for the library without windows. Undefined where nothing is to be done, or nothing helps.
 * @param environment another driver than NVIDIA's that was chosen stays chosen
 * @param opens whether a library can be opened with a folder added to the library path
 */
export function nvidiaLibrary(environment, list, opens) {
  if (!hasNvidia(environment, list)) return undefined;
  if (opens(LIBRARY.windows)) return undefined;
  const folders = [undefined, ...NVIDIA.libraries.filter((folder) => list(folder).some((name) => Object.values(LIBRARY).includes(name)))];
  for (const library of [LIBRARY.windows, LIBRARY.bare]) {
    const folder = folders.find((one) => opens(library, one));
    if (folder === undefined && !opens(library)) continue;
    const manifest = { file_format_version: '1.0.1', ICD: { library_path: library, api_version: '1.3.0' } };
    return { ...(folder === undefined ? {} : { folder }), ...(library === LIBRARY.bare ? { manifest } : {}) };
  }
  return undefined;
}
