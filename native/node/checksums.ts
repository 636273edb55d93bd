/**
 * What the embedded adapter has to consist of, file by file. The checksum of package-lock.json is that of the package as it
 * is downloaded; these are of what is loaded, which lies in a cache for months.
 *
 * Source: bin/swiftshader.tar.br of @sparticuz/chromium 143.0.4 (integrity below, as in package-lock.json), unpacked and
 * given to sha256sum. `tests/unit/embedded.test.ts` compares both with the package that is installed.
 */
export const EMBEDDED = {
  version: '143.0.4',
  integrity: 'sha512-/6I7uQTRhRDD2/gGPQ1Gkf+Dqk0RYDACPJDZfSzz0OWk4JmUTonNHPXbrn6UIklOHlnDLf8xAAzkOZKB/cJpLA==',
  /** The machines the package has libraries for, as Node names them. */
  platforms: {
    'linux-x64': {
      'libvulkan.so.1': '858e4d3fd0fc5d1409f9c9c076e7611c0967459bab153c5cb4ec81124a24e53c',
      'libvk_swiftshader.so': '55571f337145a70e32bb64f07ceb413796cc7e9dc1ecac2144728777faf75c8c',
      'vk_swiftshader_icd.json': 'c9eef28b6b984fec220ef0abfecc40b502d46946706e47bfe97707027cb818bd',
    },
  } as Record<string, Record<string, string>>,
};
