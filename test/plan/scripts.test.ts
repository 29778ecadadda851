import { expect, test } from 'vitest';
import { HOME } from '../../src/basics/home.js';
import { USER_ID } from '../../src/plan/base-images.js';
import { LIST_NAME } from '../../src/plan/requirement-list.js';
import { SCRIPTS } from '../../src/plan/scripts.generated.js';
import {
  boundFolders,
  filesOfFolder,
  type ScriptName,
  scriptFiles,
  scriptsFolder,
} from '../../src/plan/scripts.js';
import { BUILD_DATE } from '../../src/plan/steps/pip-step.js';
import { bind, MOUNT_ROOT } from '../../src/plan/steps/steps.js';
import { planOf, run, stageOn, user } from '../support/plans.js';

/** Programs that a program copies or starts. */
const FURTHER: Partial<Readonly<Record<ScriptName, readonly ScriptName[]>>> = {
  'byte_code.py': ['compile_unit.py'],
  'hook.py': ['mopy_sigterm.py'],
  'importing.py': ['probe.py'],
  'install_locked.py': ['keep_archives.py'],
};

/** The programs that a program imports, copies or starts, by its text. */
function importsOf(name: ScriptName): readonly ScriptName[] {
  const modules = [...SCRIPTS[name].matchAll(/^(?:from|import) (\w+)/gm)].map(([, module]) => `${module}.py`);
  return [...modules, ...(FURTHER[name] ?? [])].filter((file): file is ScriptName => file in SCRIPTS);
}

function everythingOf(name: ScriptName): readonly ScriptName[] {
  return [...importsOf(name).flatMap(everythingOf), name];
}

test.each(Object.keys(SCRIPTS) as ScriptName[])(
  '%s comes with what it imports, copies and starts',
  (name) => {
    expect(scriptFiles(name)).toEqual([...new Set(everythingOf(name))]);
  },
);

test.each<[ScriptName, string]>([
  ['credentials.py', `LIST = "${MOUNT_ROOT}/requirements/${LIST_NAME}"`],
  ['times.py', `TIME = ${BUILD_DATE}\n`],
  ['tree.py', `NONROOT = ${USER_ID}`],
  ['tree.py', `HOME = "${HOME}"`],
  ['user.py', `"nonroot:x:%d:%d:nonroot:${HOME}:/sbin/nologin\\n" % (NONROOT, NONROOT)`],
])("%s has the plan's own names and numbers: %s", (name, text) => {
  expect(SCRIPTS[name]).toContain(text);
});

test('no program has its own name on a line, which ends it in a Dockerfile', () => {
  const texts = Object.entries(SCRIPTS);
  expect(texts.filter(([name, text]) => text.split('\n').includes(name))).toEqual([]);
});

test('no other program names the user, its home or a mount', () => {
  const repeated = new RegExp(`${USER_ID}|${HOME}|"${MOUNT_ROOT}/`);
  const naming = Object.entries(SCRIPTS).filter(([, text]) => repeated.test(text));
  expect(naming.map(([name]) => name)).toEqual(['credentials.py', 'tree.py', 'user.py']);
});

test('a folder of programs has what they need, once', () => {
  const folder = scriptsFolder(['quiet.py', 'not_given.py', 'preload.py']);
  expect(folder).toBe('quiet+not_given+preload');
  expect(filesOfFolder(folder)).toEqual([
    ...new Set([...scriptFiles('quiet.py'), ...scriptFiles('not_given.py'), ...scriptFiles('preload.py')]),
  ]);
});

test('folders are those that steps bind, in the order of their first use', () => {
  const { stages } = planOf([
    stageOn('one', undefined, [
      run(['x'], [bind('scripts', '/b', 'scripts'), bind('other', '/c', 'c'), { kind: 'ssh' }]),
    ]),
    stageOn('two', undefined, [
      user('0:0'),
      run(['y'], [bind('scripts', '/a', 'scripts'), bind('scripts', '/b', 'scripts')]),
    ]),
  ]);
  expect(boundFolders(stages, 'scripts')).toEqual(['b', 'a']);
});
