import { expect, test } from 'vitest';
import { HOME, USER_ID } from '../../src/plan/base-images.js';
import { LIST_NAME } from '../../src/plan/requirement-list.js';
import { SCRIPTS } from '../../src/plan/scripts.generated.js';
import { type ScriptName, scriptFiles } from '../../src/plan/scripts.js';
import { MOUNT_ROOT } from '../../src/plan/steps/steps.js';

/** The programs that a program imports or copies, by its text. */
function importsOf(name: ScriptName): readonly ScriptName[] {
  const modules = [...SCRIPTS[name].matchAll(/^(?:from|import) (\w+)/gm)].map(([, module]) => `${module}.py`);
  const copied = name === 'hook.py' ? ['mopy_sigterm.py'] : [];
  return [...modules, ...copied].filter((file): file is ScriptName => file in SCRIPTS);
}

function everythingOf(name: ScriptName): readonly ScriptName[] {
  return [...importsOf(name).flatMap(everythingOf), name];
}

test.each(Object.keys(SCRIPTS) as ScriptName[])('%s comes with what it imports and copies', (name) => {
  expect(scriptFiles(name)).toEqual([...new Set(everythingOf(name))]);
});

test.each<[ScriptName, string]>([
  ['credentials.py', `LIST = "${MOUNT_ROOT}/requirements/${LIST_NAME}"`],
  ['tree.py', `NONROOT = ${USER_ID}`],
  ['tree.py', `HOME = "${HOME}"`],
  ['user.py', `"nonroot:x:%d:%d:nonroot:${HOME}:/sbin/nologin\\n" % (NONROOT, NONROOT)`],
])("%s has the plan's own names and numbers: %s", (name, text) => {
  expect(SCRIPTS[name]).toContain(text);
});

test('no other program names the user, its home or a mount', () => {
  const repeated = new RegExp(`${USER_ID}|${HOME}|"${MOUNT_ROOT}/`);
  const naming = Object.entries(SCRIPTS).filter(([, text]) => repeated.test(text));
  expect(naming.map(([name]) => name)).toEqual(['credentials.py', 'tree.py', 'user.py']);
});
