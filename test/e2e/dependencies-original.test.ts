import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages, runContainer } from '../support/engine.js';
import { evaluate, readConfig } from '../support/image.js';

/** The Mopyfile of the README of the original program, without its private and unreachable hosts. */
const MOPYFILE = `#syntax=cmdjulian/mopy

apiVersion: v1
python: 3.9.2
build-deps:
  - libopenblas-dev
  - gfortran
  - build-essential
envs:
  MYENV: envVar1
pip:
  - numpy==1.22
  - slycot
  - ./my_local_pip/
  - ./requirements.txt
sbom: true
labels:
  foo: bar
  fizz: \${mopy.sbom}
project: my-python-app/
`;

const MAIN = `
import os
import my_local_pip, numpy, slycot, tabulate
print(os.environ["MYENV"], numpy.__version__, my_local_pip.NAME)
`;

describe('the example of the original README', () => {
  beforeAll(() => ensureImages('python:3.9.2'));
  const built = builtImage({
    'Mopyfile.yaml': MOPYFILE,
    'requirements.txt': 'tabulate\n',
    'my_local_pip/setup.py':
      'from setuptools import setup\nsetup(name="my-local-pip", version="1.0", py_modules=["my_local_pip"])\n',
    'my_local_pip/my_local_pip.py': 'NAME = "local"\n',
    'my-python-app/main.py': MAIN,
  });

  it('runs', async () => {
    expect(await runContainer(built.tar)).toEqual({
      exitCode: 0,
      stdout: 'envVar1 1.22.0 local',
      stderr: '',
    });
  });

  it('computes with the Fortran library that came with a build dependency', async () => {
    // The eigenvalues of a matrix are those of its transpose; `mb03rd` is one of slycot's Fortran routines.
    const value = 'slycot.math.mb05md(numpy.zeros((2, 2)), 1.0)[0].tolist()';
    expect(await evaluate(built.tar, value, ['numpy', 'slycot'])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('installs from the archive of a Debian release that has left the mirrors', () => {
    expect(built.log).toMatch(/install libopenblas-dev, gfortran, build-essential with apt/);
  });

  it('has its labels', async () => {
    const { Labels } = await readConfig(built.tar);
    const sbom = '["numpy==1.22","slycot","./my_local_pip/","./requirements.txt"]';
    expect(Labels).toMatchObject({ foo: 'bar', fizz: sbom, 'mopy.sbom': sbom });
  });
});
