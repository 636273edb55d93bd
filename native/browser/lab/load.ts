import type { Own } from './own.ts';

/** Loads a classic script of this folder: unlike a module or a fetch, it also comes from file://. */
const loader = document.currentScript as HTMLScriptElement | null;

/** @throws Error naming the file */
export function load(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(name, loader?.src ?? location.href).href;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${name} could not be loaded: it belongs beside this page`)));
    document.head.append(script);
  });
}

/** The script that has the whole program. @throws Error where it is missing */
export async function own(): Promise<Own> {
  if (!globalThis.blockspinOwn) await load('own.js');
  return globalThis.blockspinOwn as Own;
}
