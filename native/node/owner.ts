import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../../src/store/files.ts';

/** What Linux says about itself; elsewhere the name of the computer has to do. */
function ask(question: () => string): string {
  try {
    return question().trim();
  } catch {
    return '';
  }
}

/** This process. Numbers of processes are compared only within one boot of one computer and one container. */
export const owner: Owner = {
  host: hostname(),
  machine: [hostname(), ask(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')), ask(() => readlinkSync('/proc/self/ns/pid'))].join(' '),
  pid: process.pid,
  alive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // It is there, but belongs to somebody else.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};
