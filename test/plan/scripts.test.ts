import { expect, test } from 'vitest';
import { SCRIPTS } from '../../src/plan/scripts.generated.js';
import { type ScriptName, scriptFiles } from '../../src/plan/scripts.js';

test.each(Object.keys(SCRIPTS) as ScriptName[])('%s comes with what it imports', (name) => {
  const imports = [...SCRIPTS[name].matchAll(/^from (\w+) import/gm)].map(([, module]) => `${module}.py`);
  const own = imports.filter((file) => file in SCRIPTS);
  expect(scriptFiles(name)).toEqual([...own, name]);
});
