/**
 * `npm run bench -- first [--section NAME,NAME] [--seconds N] [--adapter NAME] [--out FILE]`: what one wants to know first of a
 * GPU: the profile of the four training steps beside their estimates, the time of 500 trainings of 5,800 steps, and flips
 * per nanosecond. Each section has so many seconds; what is not reached in them is said. Every measurement is a line of
 * FILE as soon as it is made.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { openDevice } from '../../../native/node/adapters.ts';
import { commit } from '../../../native/node/commit.ts';
import { machine, versions } from '../../../native/node/machine.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { readWords, runProgram } from '../../entry.ts';
import { describeDevice } from '../../record.ts';
import { itemsOf, SECTIONS, type SectionName } from './sections.ts';

const OPTIONS = {
  section: { type: 'string', default: SECTIONS.join(',') },
  seconds: { type: 'string', default: '60' },
  adapter: { type: 'string' },
  out: { type: 'string' },
} as const;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** @throws BlockspinError for a section that there is not, and for a time that is none */
function asked(section: string, seconds: string): { sections: SectionName[]; seconds: number } {
  const sections = section.split(',') as SectionName[];
  const wrong = sections.find((name) => !SECTIONS.includes(name));
  if (wrong !== undefined)
    throw new BlockspinError({ who: '--section', expected: SECTIONS.join(', '), got: wrong, remedy: 'leave it out for all', code: 'usage' });
  if (!(Number(seconds) > 0))
    throw new BlockspinError({ who: '--seconds', expected: 'seconds for each section', got: seconds, remedy: 'use for example 60', code: 'usage' });
  return { sections, seconds: Number(seconds) };
}

/** Measures until the section's time is over, or Ctrl-C. @returns whether nothing failed */
async function run(device: Device, section: SectionName, seconds: number, keep: (line: object) => void): Promise<boolean> {
  const items = itemsOf(section, device);
  const end = performance.now() + 1000 * seconds;
  let good = true;
  let next = 0;
  const cutOff = () => {
    const missing = items.slice(next).map((item) => item.name);
    keep({ section, cut_off: true, seconds, left_out: missing });
    say(`cut off after ${seconds} s; left out: ${missing.join(', ')}`);
  };
  const stop = () => {
    cutOff();
    process.exit(good ? 0 : 1);
  };
  process.once('SIGINT', stop);
  for (const { name, measure } of items) {
    const left = (end - performance.now()) / 1000;
    if (left <= 0) {
      cutOff();
      break;
    }
    try {
      // Half of the time is for preparations.
      const { result, text } = await measure(left / (items.length - next) / 2);
      keep({ section, name, ...result });
      say(text);
    } catch (error) {
      if ((error as BlockspinError).code === 'device') throw error;
      good = false;
      keep({ section, name, failed: (error as Error).message });
      say(`${name}: FAILED: ${(error as Error).message}`);
    }
    next += 1;
  }
  process.off('SIGINT', stop);
  return good;
}

async function main(): Promise<number> {
  const { section, seconds, adapter, out } = readWords('bench first', { options: OPTIONS }, 'npm run bench -- first').values;
  const wanted = asked(section, seconds);
  const device = await openDevice({ adapter });
  try {
    const keep = (line: object) => {
      if (out !== undefined) appendFileSync(out, `${JSON.stringify(line)}\n`);
    };
    if (out === undefined || !existsSync(out))
      keep({ section: 'setting', ...describeDevice(device), versions: versions(), commit: commit(), machine: machine(), date: new Date().toISOString() });
    if (device.adapter.software) say(`${device.adapter.name} is a software adapter: sizes are smaller, and the estimates are of another machine`);
    let good = true;
    for (const name of wanted.sections) {
      say(`\n${name}`);
      good = (await run(device, name, wanted.seconds, keep)) && good;
    }
    return good ? 0 : 1;
  } finally {
    device.close();
  }
}

await runProgram(main);
