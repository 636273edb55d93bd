// Runs one built program within a given time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Runs a program of Node, prints its lines, and ends it when its time is over: with Ctrl-C, so that it can keep what it has, and some
 * seconds later with force.
 * @returns exit code or signal, seconds, and whether its time was over
 */
export function runProgram(words, { seconds = Number.POSITIVE_INFINITY, grace = 0, print }) {
  const started = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', print);
    let cut_off = false;
    const timers = [];
    const after = (time, action) => {
      if (Number.isFinite(time)) timers.push(setTimeout(action, 1000 * time));
    };
    after(seconds, () => {
      cut_off = true;
      print(`its ${seconds.toFixed(0)} s are over`);
      child.kill('SIGINT');
    });
    after(seconds + grace, () => child.kill('SIGKILL'));
    child.on('close', (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      done({ code: code ?? signal, seconds: (performance.now() - started) / 1000, cut_off });
    });
  });
}
