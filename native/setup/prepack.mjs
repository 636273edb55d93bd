// Before `npm pack`: builds what the package holds, with type declarations.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ development: true });
