/** A server of one folder of files for browsers on this machine: browsers provide WebGPU to http pages only from localhost. */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
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
 * @throws BlockspinError when the port is invalid or cannot be opened
 */
export async function serve(folder: string, port = 0): Promise<Server> {
  const root = realpathSync(folder);
  const server = createServer((request, response) => answer(root, request, response));
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

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const refuse = (status: number, text: string) => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  if (request.method !== 'GET' && request.method !== 'HEAD') return void refuse(405, 'only GET and HEAD');
  const file = fileFor(root, request.url ?? '/');
  if (!file) return void refuse(404, 'no such file');
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': statSync(file).size,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The file a request names, or undefined; links are followed first, so that none leads out of the folder. */
function fileFor(root: string, target: string): string | undefined {
  try {
    // Not parsed as a URL: that would resolve '..' and hide the requested path.
    const path = decodeURIComponent(target.split(/[?#]/)[0]);
    const real = realpathSync(join(root, path.endsWith('/') ? `${path}index.html` : path));
    return real.startsWith(root + sep) && statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}
