// `npm test`: sets up what is missing, then runs the test files and counts the tests that ran.
import { writeFileSync } from 'node:fs';
import { runBare } from './bare.mjs';
import { bootstrap, root } from './bootstrap.mjs';
import { runSuite, SUITES } from './runner.mjs';

/**
 * The request. --suite NAME: which folders of tests. --bare PART: files whose path contains the part are run once more
 * where nothing of the system's Vulkan can be seen. --report FILE: the counts, as JSON. A word: part of the paths of the files.
 */
function options(words) {
  const chosen = { suite: 'fast', pattern: undefined, bare: undefined, report: undefined };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--suite' && words[i + 1] in SUITES) chosen.suite = words[++i];
    else if (['--bare', '--report'].includes(words[i]) && i + 1 < words.length) chosen[words[i].slice(2)] = words[++i];
    else if (!words[i].startsWith('-')) chosen.pattern = words[i];
    else throw new Error(`test: expected --suite ${Object.keys(SUITES).join('|')}, --bare PART, --report FILE or part of a file name, got ${words[i]}`);
  }
  return chosen;
}

const { bare, report: file, ...chosen } = options(process.argv.slice(2));
await bootstrap({ development: true });
const report = await runSuite(root, chosen);
if (report.files.length === 0) console.log('no test file was found');
let failed = report.failed + (report.files.length === 0 ? 1 : 0);
if (bare !== undefined) {
  const hidden = runBare(root, bare);
  failed += hidden.failed;
  console.log(`\nin all\n${report.passed + hidden.passed} passed, ${failed} failed`);
}
if (file) writeFileSync(file, JSON.stringify(report));
process.exitCode = failed === 0 ? 0 : 1;
