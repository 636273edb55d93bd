/** A headless browser with WebGPU on its own software adapter, from npm packages: it needs no browser, library or font of the system. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { inPrivateFolder, unpack } from './embedded.ts';
import { privateFolders } from './private_folder.ts';

const ARCHIVES = ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br', 'fonts.tar.br'];
const FLAGS = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  // Root in a container cannot use the sandbox; the browser loads only our own page.
  '--no-sandbox',
  '--no-zygote',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  // Only the names of this machine resolve, whatever the browser tries.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A running browser. */
export interface OpenBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/** Without these SwiftShader computes, but cannot show a canvas of WebGPU: the device is lost with the first frame. */
const PRESENTING = ['--enable-features=Vulkan', '--use-vulkan=swiftshader', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/**
 * Unpacks the browser into the cache folder at the first call (about 200 MB), then starts it.
 * @param presenting whether canvases of WebGPU are to be shown
 */
export async function openBrowser({ presenting = false } = {}): Promise<OpenBrowser> {
  const folder = await inPrivateFolder(await privateFolders(), [], (cache) => unpack(cache, 'chromium', ARCHIVES));
  const scratch = mkdtempSync(join(tmpdir(), 'blockspin-browser-'));
  // The package's own list of fonts names folders of another system.
  const dirs = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(scratch, 'fonts')}</cachedir>`;
  writeFileSync(join(scratch, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}</fontconfig>`);
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  try {
    const browser = await chromium.launch({
      executablePath: join(folder, 'chromium'),
      args: presenting ? [...FLAGS, ...PRESENTING] : FLAGS,
      // The libraries are for the browser's process alone: this process keeps the system's.
      env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(scratch, 'fonts.conf'), HOME: scratch },
      timeout: 60_000,
    });
    const close = async () => {
      await browser.close();
      remove();
    };
    return { browser, close };
  } catch (error) {
    remove();
    throw error;
  }
}
