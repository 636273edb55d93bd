declare const BLOCKSPIN_VERSION: string;

/** The version of blockspin, set by the build from package.json. */
export const VERSION = BLOCKSPIN_VERSION;
