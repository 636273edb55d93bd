#!/usr/bin/env node
// The `blockspin` command: sets up what is missing, then runs the program in this process.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('../../dist/node/main.js');
