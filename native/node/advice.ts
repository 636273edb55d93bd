import { availableParallelism } from 'node:os';
import type { Search } from './adapters.ts';

/** How a user could make blockspin faster on this machine. */
export function advice({ candidates, device }: Search): string[] {
  const lines: string[] = [];
  const taken = device?.adapter;
  if (!taken) return ['install a Vulkan driver for the GPU of this machine, or run npm ci to get the embedded software adapter'];
  if (!taken.software) return lines;
  lines.push('a GPU with a Vulkan driver: orders of magnitude; check `vulkaninfo --summary` if this machine has one');
  const refusedMesa = candidates.find((c) => c.verdict === 'refused' && /llvmpipe/.test(c.adapter.name));
  if (taken.origin === 'embedded') {
    const why = refusedMesa ? `the one installed was refused: ${refusedMesa.reason}` : 'none that Dawn accepts is installed';
    lines.push(`Mesa's lavapipe, 4 to 5 times faster than the embedded adapter (${why}); Dawn needs Mesa 23 or newer:`);
    lines.push('  Debian 12: add bookworm-backports to the apt sources, then apt-get install -t bookworm-backports mesa-vulkan-drivers libvulkan1');
    lines.push('  Debian 13, Ubuntu 24.04 or newer: apt-get install mesa-vulkan-drivers libvulkan1');
  }
  if (availableParallelism() < 4) lines.push(`more processor cores: software adapters use all of them, here ${availableParallelism()}`);
  return lines;
}
