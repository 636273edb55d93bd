/** The laboratory in a browser, with everything that went wrong in it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { root } from './root.ts';

/** The built page. */
export const FOLDER = join(root, 'dist/lab');

/** What Chromium itself says of WebGPU on Linux. */
const OF_BROWSER = /^WebGPU is experimental on this platform/;

/** A page with what it said and asked for. */
export interface OpenLab {
  page: Page;
  /** Errors and everything on its console. */
  messages: string[];
  requests: string[];
}

/**
 * @param options of the browser's context
 * @param prepare runs in the page before its own scripts
 * @param before what else is done before the page is loaded
 */
export async function openLab(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
  prepare?: () => void,
  before?: (page: Page) => Promise<void>,
): Promise<OpenLab> {
  const page = await (await browser.newContext(options)).newPage();
  const opened: OpenLab = { page, messages: [], requests: [] };
  page.on('console', (message) => !OF_BROWSER.test(message.text()) && opened.messages.push(message.text()));
  page.on('pageerror', (error) => opened.messages.push(error.message));
  // Whatever sends something shows its method.
  page.on('request', (request) => opened.requests.push(request.method() === 'GET' ? request.url() : `${request.method()} ${request.url()}`));
  await before?.(page);
  if (prepare) await page.addInitScript(prepare);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.blockspinLab?.scene !== undefined);
  return opened;
}

let axe: string | undefined;

/** What axe-core finds wrong with the page as it is, one line each. */
export async function violations(page: Page): Promise<string[]> {
  axe ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
    const found = await axe.run();
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)}: ${failureSummary.split('\n').pop()}`),
    );
  });
}

/** Counts submissions and pipelines, and keeps the devices, which tests may destroy; runs in the page before its own scripts. */
export function counting(): void {
  const counts = { submissions: 0, pipelines: 0 };
  const devices: GPUDevice[] = [];
  Object.assign(globalThis, { counts, devices });
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, descriptor);
    devices.push(device);
    return device;
  };
  const submit = GPUQueue.prototype.submit;
  GPUQueue.prototype.submit = function (buffers) {
    counts.submissions += 1;
    return submit.call(this, buffers);
  };
  for (const name of ['createComputePipeline', 'createComputePipelineAsync', 'createRenderPipeline', 'createRenderPipelineAsync'] as const) {
    const create = GPUDevice.prototype[name] as (this: GPUDevice, descriptor: never) => never;
    Object.assign(GPUDevice.prototype, {
      [name](this: GPUDevice, descriptor: never) {
        counts.pipelines += 1;
        return create.call(this, descriptor);
      },
    });
  }
}

/** What was counted so far. */
export function counts(page: Page): Promise<{ submissions: number; pipelines: number }> {
  return page.evaluate(() => ({ ...(globalThis as unknown as { counts: { submissions: number; pipelines: number } }).counts }));
}

/** Whether an element stays on the screen when the page is scrolled to its end. */
export function inView(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((one) => {
    scrollTo(0, document.body.scrollHeight);
    const { top, bottom } = document.querySelector(one)?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
    return top >= 0 && bottom <= innerHeight;
  }, selector);
}

/** Controls of a page that are shown and can be used, and that the tab key does not reach. */
export async function unreached(page: Page): Promise<string[]> {
  const reached = new Set<string>();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.id || document.activeElement?.textContent?.slice(0, 24)}`),
    );
  }
  const controls = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main :is(button, select, input):not(:disabled), main summary')]
      .filter((element) => element.offsetParent !== null)
      .map((element) => `${element.tagName} ${element.id || element.textContent?.slice(0, 24)}`),
  );
  assert.ok(controls.length > 0);
  return controls.filter((name) => !reached.has(name));
}

/** Frames that the lattice makes in so many milliseconds. @param pass lets them pass: moves the clock of a page that is moved by hand, or waits */
export async function framesIn(page: Page, milliseconds: number, pass = (time: number) => page.clock.runFor(time)): Promise<number> {
  await page.evaluate(() => {
    const counted = { frames: 0 };
    const end = globalThis.blockspinLab?.scene?.on('frame', () => counted.frames++);
    Object.assign(globalThis, { counted, end });
  });
  await pass(milliseconds);
  return page.evaluate(() => {
    const { counted, end } = globalThis as unknown as { counted: { frames: number }; end: () => void };
    end();
    return counted.frames;
  });
}

/** Presses the button that copies the link. @param allowed whether the clipboard takes it @returns what it took, and what the button says then */
export function copyLink(page: Page, allowed: boolean): Promise<[string, string | null | undefined]> {
  return page.evaluate(async (may) => {
    let taken = '';
    navigator.clipboard.writeText = async (text) => {
      if (!may) throw new Error('not allowed');
      taken = text;
    };
    const buttons = [...document.querySelectorAll<HTMLElement>('#more button')];
    const link = buttons.find(({ textContent }) => /link|Copied/.test(textContent ?? ''));
    link?.click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [taken, link?.textContent] as [string, string | null | undefined];
  }, allowed);
}
