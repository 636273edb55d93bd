/** Bad command lines: one message that names the value, what is allowed and what to do; no stack, nothing on stdout. */
import * as assert from 'uvu/assert';
import { messages, type Ran, stackLines } from './program.ts';

export interface Case {
  words: string;
  /** The offending value as it appears after 'got'. */
  got: string | RegExp;
  allowed: RegExp;
  remedy: RegExp;
  /** 2 unless said otherwise. */
  code?: number;
}

export function checkRefused(ran: Ran, { got, allowed, remedy, code = 2 }: Omit<Case, 'words'>): void {
  assert.is(ran.code, code, ran.err);
  assert.is(ran.out, '', 'nothing on stdout');
  assert.equal(stackLines(ran), [], 'no stack');
  const [message, ...more] = messages(ran);
  assert.equal(more, [], 'one message');
  assert.ok(ran.err.trimEnd().endsWith(message), 'the message comes last');
  assert.match(message, /^blockspin: .+: expected .+, got .+; .+/);
  assert.ok(typeof got === 'string' ? message.includes(got) : got.test(message), `${message} names ${got}`);
  assert.match(message, allowed);
  assert.match(message, remedy);
  assert.not.match(message, /Invalid input|undefined|\[object/);
}
