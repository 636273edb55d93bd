/** Firefox of the system without a window, driven by its own protocol (Marionette): messages `LENGTH:[0, id, command, parameters]` on a socket. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where drivers of the system are registered. */
const DRIVERS = '/usr/share/vulkan/icd.d';

/** Names under which systems have it. */
const NAMES = ['firefox-esr', 'firefox'];
const command = () => NAMES.find((name) => spawnSync(name, ['--version']).status === 0);

/** What tests of this file need. */
export const FIREFOX = {
  reason: 'needs Firefox, and a Vulkan driver of the system such as Mesa’s lavapipe',
  here: () => command() !== undefined && existsSync(DRIVERS) && readdirSync(DRIVERS).length > 0,
};

/** Nothing that would ask a server or a person. */
const QUIET = {
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

/** Milliseconds: a start on a busy machine, and a script of a page. */
const START = 120_000;
const SCRIPT = 600_000;

/** A running Firefox with one page. */
export interface OpenFirefox {
  goto(url: string): Promise<void>;
  /** Runs a function in the page, with its argument only; what it returns is plain data. */
  evaluate<A, T>(body: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  /** A picture of the page, as PNG. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Starts Firefox with a fresh profile, which is removed in the end.
 * @param webgpu whether the page may have WebGPU, on whatever adapter there is
 * @throws Error when there is no Firefox, or it does not answer
 */
export async function openFirefox({ webgpu }: { webgpu: boolean }): Promise<OpenFirefox> {
  const name = command();
  if (!name) throw new Error(`firefox: expected one of ${NAMES.join(', ')}, got none; install it`);
  const profile = mkdtempSync(join(tmpdir(), 'blockspin-firefox-'));
  const port = await freePort();
  const settings = { ...QUIET, 'marionette.port': port, 'dom.webgpu.enabled': webgpu, 'gfx.webgpu.ignore-blocklist': true };
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(settings)
      .map((entry) => `user_pref(${entry.map((part) => JSON.stringify(part)).join(', ')});\n`)
      .join(''),
  );
  const child = spawn(name, ['--headless', '--marionette', '--no-remote', '--profile', profile], { stdio: 'ignore', env: { ...process.env, HOME: profile } });
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  try {
    const send = talk(await connected(port, child));
    await send('WebDriver:NewSession', {});
    await send('WebDriver:SetTimeouts', { script: SCRIPT, pageLoad: START });
    return {
      goto: async (url) => void (await send('WebDriver:Navigate', { url })),
      evaluate: (body, argument) => evaluated(send, body.toString(), argument),
      picture: async () => Buffer.from(((await send('WebDriver:TakeScreenshot', { full: false })) as { value: string }).value, 'base64'),
      close: async () => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
        await Promise.race([ended, wait(10_000)]);
        child.kill('SIGKILL');
        remove();
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    remove();
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Firefox listens some seconds after its start. */
async function connected(port: number, child: ChildProcess): Promise<Socket> {
  const end = Date.now() + START;
  while (Date.now() < end && child.exitCode === null) {
    const socket = await new Promise<Socket | undefined>((resolve) => {
      const made = connect(port, '127.0.0.1', () => resolve(made));
      made.once('error', () => resolve(undefined));
    });
    if (socket) return socket;
    await wait(250);
  }
  throw new Error(`firefox: expected it to listen on port ${port}, got ${child.exitCode === null ? 'no answer' : `exit ${child.exitCode}`}`);
}

type Send = (name: string, parameters: object) => Promise<unknown>;

/** Commands one after the other or side by side; an answer is `[1, id, error, result]`. */
function talk(socket: Socket): Send {
  const waiting = new Map<number, (error: { message: string } | null, result: unknown) => void>();
  let [buffer, last] = [Buffer.alloc(0), 0];
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const colon = buffer.indexOf(':');
      const end = colon + 1 + Number(buffer.subarray(0, Math.max(0, colon)));
      if (colon < 0 || buffer.length < end) return;
      const message = JSON.parse(buffer.subarray(colon + 1, end).toString());
      buffer = buffer.subarray(end);
      // The first message is a greeting.
      if (Array.isArray(message)) waiting.get(message[1])?.(message[2], message[3]);
    }
  });
  const fail = () => {
    for (const answer of waiting.values()) answer({ message: 'firefox: expected an answer, got the end of its process' }, undefined);
  };
  socket.on('close', fail).on('error', fail);
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      waiting.set(id, (error, result) => {
        waiting.delete(id);
        if (error) reject(new Error(`${name}: ${error.message}`));
        else resolve(result);
      });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}

async function evaluated<T>(send: Send, body: string, argument: unknown): Promise<T> {
  const script = `const [argument, done] = arguments;
    Promise.resolve(argument).then(${body}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
  const { value } = (await send('WebDriver:ExecuteAsyncScript', { script, args: [argument ?? null] })) as { value: { value: T; error?: string } };
  if (value.error !== undefined) throw new Error(value.error);
  return value.value;
}
