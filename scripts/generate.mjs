// Writes every generated module: `npm run generate`. `--check` writes nothing and fails when one is out of date.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const generators = [
  ['./generate-schema-validator.mjs', 'generateSchemaValidator'],
  ['./generate-protobuf.mjs', 'generateProtobuf'],
  ['./generate-plan-scripts.mjs', 'generatePlanScripts'],
  ['./generate-import-rules.mjs', 'generateImportRules'],
  ['./generate-recipes.mjs', 'generateRecipes'],
  ['./generate-library-table.mjs', 'generateLibraryTable'],
  ['./generate-picture.mjs', 'generatePicture'],
  // Last: it reports on what the others have made.
  ['./generate-api-report.mjs', 'generateApiReport'],
];

/** A generator answers [path below the root, content] pairs; only this file writes. */
for (const [module, name] of generators) {
  const { [name]: generate } = await import(module);
  for (const [path, content] of await generate(root)) {
    const current = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (current === content) {
      continue;
    }
    if (process.argv.includes('--check')) {
      console.error(`${path} is out of date: run \`npm run generate\``);
      process.exitCode = 1;
    } else {
      await writeFile(join(root, path), content);
      console.error(`wrote ${path}`);
    }
  }
}
