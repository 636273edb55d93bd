/** A server of one folder of files for browsers on this machine: browsers provide WebGPU to http pages only from localhost. */
import { constants, realpathSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BlockspinError } from '../../src/core/errors.ts';

const HOST = '127.0.0.1';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
};

export interface Server {
  /** Where the folder's index.html is, e.g. 'http://127.0.0.1:8080/'. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the files below a folder, and nothing else, to this machine only.
 * @param port 0 takes any free one
 * @param beside further folders by the name under which the first one has them, e.g. `lab` for /lab/
 * @throws BlockspinError when the port is invalid or cannot be opened
 */
export async function serve(folder: string, port = 0, beside: Readonly<Record<string, string>> = {}): Promise<Server> {
  const roots: Roots = { own: realpathSync(folder), beside: new Map(Object.entries(beside).map(([name, path]) => [name, realpathSync(path)])) };
  const server = createServer((request, response) => void answer(roots, request, response).catch(() => response.destroy()));
  if (!(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw new BlockspinError({ who: 'port', expected: 'a whole number from 0 to 65535', got: String(port), remedy: 'use 8080, or 0 for any free port' });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new BlockspinError({
          who: `port ${port}`,
          expected: 'a free port',
          got: error.code ?? error.message,
          remedy: 'choose another one, or 0 for any free port',
        }),
      ),
    );
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Browsers keep connections open; none is needed any more.
        server.closeAllConnections();
      }),
  };
}

/** Folders that are served, links in them followed. */
interface Roots {
  own: string;
  beside: ReadonlyMap<string, string>;
}

/** What a page may load and do, by the browser's own rule: files of this server and what it made itself, no inline script, nothing of elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self' blob:; img-src 'self' data:; style-src 'self' 'unsafe-inline'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PROTECTION = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

async function answer(roots: Roots, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refuse = (status: number, text: string) =>
    response.writeHead(status, { ...PROTECTION, 'content-type': 'text/plain; charset=utf-8' }).end(request.method === 'HEAD' ? '' : `${text}\n`);
  if (!isLocal(request.headers.host)) return void refuse(403, 'this server answers to its own address only');
  if (request.method !== 'GET' && request.method !== 'HEAD') return void refuse(405, 'only GET and HEAD');
  const found = await fileFor(roots, request.url ?? '/');
  if (!found) return void refuse(404, 'no such file');
  const { path, file, size } = found;
  try {
    response.writeHead(200, { ...PROTECTION, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-length': size });
    if (request.method === 'HEAD' || size === 0) response.end();
    else await pipeline(file.createReadStream({ start: 0, end: size - 1, autoClose: false }), response);
  } catch {
    // The browser has gone, or the file became shorter: what was promised cannot be sent.
    response.destroy();
  } finally {
    await file.close();
  }
}

/**
 * Whether a request was meant for this server. A page of another site can have its name resolved to this machine after it was
 * loaded (DNS rebinding); the browser then takes our files for that site's, but still names it here.
 */
function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host);
}

interface Found {
  path: string;
  file: FileHandle;
  /** Bytes. */
  size: number;
}

/**
 * The file a request names, open, or undefined; links are followed first, so that none leads out of the folder. What is sent is
 * read from the open file: it may be replaced or removed at any moment.
 */
async function fileFor({ own, beside }: Roots, target: string): Promise<Found | undefined> {
  let file: FileHandle | undefined;
  try {
    // Not parsed as a URL: that would resolve '..' and hide the requested path.
    const asked = decodeURIComponent(target.split(/[?#]/)[0]);
    const [, name, rest] = /^\/([^/]+)(\/.*)$/.exec(asked) ?? [];
    const other = beside.get(name);
    const [root, within] = other === undefined ? [own, asked] : [other, rest];
    const path = await realpath(join(root, within.endsWith('/') ? `${within}index.html` : within));
    if (!path.startsWith(root + sep)) return undefined;
    // Without waiting, should it be a pipe.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (stat.isFile()) return { path, file, size: stat.size };
  } catch {
    // Not there, not a name, or no longer there.
  }
  await file?.close();
  return undefined;
}
