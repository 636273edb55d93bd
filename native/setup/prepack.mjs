// Before `npm pack`: builds the content of the package, with type declarations.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ development: true });
