/** Where Vulkan drivers are looked for, and libraries that cannot be loaded. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { driverFiles, driversAreChosen, load } from '../../native/node/loader.ts';

const machine = (folders: Record<string, string[]>) => (folder: string) => folders[folder] ?? [];

test("drivers lie where the loader's interface says, and where NVIDIA's container runtime puts its own", () => {
  const list = machine({
    '/etc/vulkan/icd.d': ['nvidia_icd.json', 'README'],
    '/usr/share/vulkan/icd.d': ['intel_icd.json', 'lvp_icd.json'],
    '/usr/local/nvidia/share/vulkan/icd.d': ['nvidia_icd.json'],
    '/home/me/.local/share/vulkan/icd.d': ['mine.json'],
    '/opt/config/vulkan/icd.d': ['special.json'],
  });
  assert.equal(driverFiles({ HOME: '/home/me' }, list), [
    '/etc/vulkan/icd.d/nvidia_icd.json',
    '/home/me/.local/share/vulkan/icd.d/mine.json',
    '/usr/share/vulkan/icd.d/intel_icd.json',
    '/usr/share/vulkan/icd.d/lvp_icd.json',
    '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json',
  ]);
  assert.equal(driverFiles({ HOME: '/root', XDG_CONFIG_DIRS: '/opt/config:/etc', XDG_DATA_DIRS: '/nowhere' }, list), [
    '/opt/config/vulkan/icd.d/special.json',
    '/etc/vulkan/icd.d/nvidia_icd.json',
    '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json',
  ]);
  assert.equal(driverFiles({ HOME: '/root' }, machine({})), []);
  assert.ok(Array.isArray(driverFiles(process.env)), 'folders that are not there hold nothing');
});

test('drivers that the user has chosen are all there is', () => {
  assert.ok(driversAreChosen({ VK_DRIVER_FILES: '/x.json' }) && driversAreChosen({ VK_ICD_FILENAMES: '/x.json' }));
  assert.not.ok(driversAreChosen({ VK_DRIVER_FILES: '' }) || driversAreChosen({}));
});

test('a library that is no addon is loaded all the same; one that is not there says why not', () => {
  assert.is(load('libm.so.6'), undefined);
  assert.match(load('libnosuch.so.1') ?? '', /^libnosuch\.so\.1: cannot open shared object file/);
});

test.run();
