import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../../src/store/files.ts';

/** Linux's identifiers of boot and PID namespace; elsewhere the name of the computer must suffice. */
function ask(question: () => string): string {
  try {
    return question().trim();
  } catch {
    return '';
  }
}

/** This process. PIDs are compared only within one boot of one computer and one container. */
export const owner: Owner = {
  host: hostname(),
  machine: [hostname(), ask(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')), ask(() => readlinkSync('/proc/self/ns/pid'))].join(' '),
  pid: process.pid,
  alive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: the process exists but belongs to another user.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};
