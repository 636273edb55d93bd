// `npm run docs`: the API reference, from the docstrings of everything the library exports, into docs/api.
import { bootstrap } from './bootstrap.mjs';
import { runTool } from './tools.mjs';

await bootstrap({ development: true });
if (runTool('typedoc')) console.log('docs/api/index.html');
else process.exitCode = 1;
