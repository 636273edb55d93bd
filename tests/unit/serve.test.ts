/** The server of pages: for this machine only, under its own name, and alive whatever happens to the files. */
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { serve } from '../../native/node/serve.ts';
import { pageHtml } from '../../src/report/draw/page.ts';
import { inFolder } from '../support/program.ts';

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  length: number;
  whole: boolean;
}

function ask(url: string, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let length = 0;
      response.on('data', (bytes: Buffer) => {
        length += bytes.length;
      });
      response.on('error', () => undefined);
      response.on('close', () => resolve({ status: response.statusCode, headers: response.headers, length, whole: response.complete }));
    })
      .on('error', reject)
      .end();
  });
}

async function serving(body: (url: string, folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'empty.js'), '');
    const server = await serve(folder);
    try {
      await body(server.url, folder);
    } finally {
      await server.close();
    }
  });
}

test('only requests under its own name are answered: another name may be one that was made to lead here', async () => {
  await serving(async (url) => {
    const { port } = new URL(url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', '127.0.0.1']) assert.is((await ask(url, '/', { host })).status, 200, host);
    for (const host of [
      `evil.example:${port}`,
      'evil.example',
      `localhost.evil.example:${port}`,
      `127.0.0.1.evil.example`,
      `0.0.0.0:${port}`,
      ' ',
      'a@127.0.0.1',
    ]) {
      const { status, length } = await ask(url, '/', { host });
      assert.ok((status === 403 || status === 400) && length < 100, `${host}: ${status}`);
    }
  });
});

test('no other interface of the machine is listened on', async () => {
  await serving(async (url) => {
    const { port } = new URL(url);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one && one.family === 'IPv4' && !one.internal);
    for (const other of others) {
      const error = await ask(`http://${other?.address}:${port}/`, '/').catch((thrown: NodeJS.ErrnoException) => thrown);
      assert.is((error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
    }
    assert.match(url, /^http:\/\/127\.0\.0\.1:/);
  });
});

test('every answer says what a page may do: scripts of this server, none inline, nothing of elsewhere', async () => {
  await serving(async (url) => {
    for (const [path, status] of [
      ['/', 200],
      ['/nosuch', 404],
    ] as const) {
      const { headers, ...answer } = await ask(url, path);
      assert.is(answer.status, status);
      const policy = String(headers['content-security-policy']);
      for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'self' blob:;", "frame-ancestors 'none'"])
        assert.ok(policy.includes(rule), rule);
      assert.not.match(policy.replace(/style-src [^;]*/, ''), /unsafe/);
      assert.equal([headers['x-content-type-options'], headers['cross-origin-resource-policy']], ['nosniff', 'same-origin']);
    }
  });
});

test('a report is a file: it carries its policy, before anything that could load or run', () => {
  const html = pageHtml('a "title"', ['<script>alert(1)</script>']);
  const policy = /<meta http-equiv="content-security-policy" content="([^"]*)">/.exec(html);
  assert.match(policy?.[1] ?? '', /^default-src 'none'; style-src 'unsafe-inline'; /);
  assert.not.match(policy?.[1] ?? '', /script-src/);
  assert.ok((policy?.index ?? 0) < html.search(/<title|<style|<script/));
});

test('files that vanish, are replaced or are no files end no server', async () => {
  await serving(async (url, folder) => {
    const [page, next] = [join(folder, 'page.js'), join(folder, 'next')];
    execFileSync('mkfifo', [join(folder, 'pipe.js')]);
    assert.is((await ask(url, '/pipe.js')).status, 404);
    assert.equal(await ask(url, '/empty.js').then(({ status, length, whole }) => [status, length, whole]), [200, 0, true]);
    let busy = true;
    const replacing = (async () => {
      for (let size = 1; busy; size = (size * 7) % 300_000) {
        writeFileSync(next, 'x'.repeat(size));
        if (size % 3 === 0) rmSync(page, { force: true });
        await new Promise(setImmediate);
        renameSync(next, page);
        await new Promise(setImmediate);
      }
    })();
    const seen = new Set<number | undefined>();
    for (let round = 0; round < 100; round++) {
      for (const { status, headers, length, whole } of await Promise.all([ask(url, '/page.js'), ask(url, '/page.js'), ask(url, '/page.js', {}, 'HEAD')])) {
        seen.add(status);
        assert.ok(status === 200 || status === 404);
        if (whole && length > 0) assert.is(length, Number(headers['content-length'] ?? length));
      }
    }
    busy = false;
    await replacing;
    assert.ok(seen.has(200), 'it was there at times');
    assert.is((await ask(url, '/')).status, 200);
  });
});

test.run();
