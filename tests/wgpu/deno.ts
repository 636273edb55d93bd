/** What the programs of this folder use of Deno; under Node it is not there. */
interface DenoHost {
  env: { get(name: string): string | undefined };
  readDirSync(path: string): Iterable<{ name: string; isDirectory: boolean }>;
  exit(code: number): never;
}

export const deno = (globalThis as unknown as { Deno?: DenoHost }).Deno;
/** A variable of the environment. */
export const environment = (name: string): string => (deno ? deno.env.get(name) : process.env[name]) ?? '';
/** Ends the program; devices that are not waited for would keep it. */
export const exit = (code: number): never => (deno ? deno.exit(code) : process.exit(code));
/** A line for native/setup/wgpu.mjs. */
export const tell = (line: { name: string; bits?: string; failed?: string }) => console.log(JSON.stringify(line));
