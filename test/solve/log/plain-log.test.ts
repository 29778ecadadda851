import { describe, expect, it } from 'vitest';
import { plainLog } from '../../../src/solve/log/plain-log.js';
import type { PlannedStep } from '../../../src/solve/log/planned-steps.js';

const PIP = '[build 2/3] install six, nonexistent==9 with pip';

/** The lines that are printed for a log of buildctl's, or with the steps of a Dockerfile of docker's. */
function folded(
  text: string,
  planned?: ReadonlyMap<string, PlannedStep>,
): { readonly printed: readonly string[]; readonly outcome: object } {
  const log = plainLog(planned);
  const printed = text.split('\n').flatMap((line) => [...log.read(line)]);
  return { printed: [...printed, ...log.end()], outcome: log.outcome() };
}

describe('the log of a build', () => {
  it('says what failed where the step was told to have ended', () => {
    const error = 'failed to push 127.0.0.1:1/app:1: connection refused';
    const { printed, outcome } = folded(`#6 exporting to image
#6 exporting layers done
#6 DONE 0.1s

#6 exporting to image
#6 ERROR: ${error}
------
 > exporting to image:
------
error: failed to solve: ${error}`);
    expect(printed).toEqual([
      '#6 exporting to image DONE 0.1s',
      `#6 ERROR: ${error}`,
      '',
      'failed: exporting to image:',
      `  ${error}`,
    ]);
    expect(outcome).toEqual({ run: 0, cached: 0, fault: 'push-failed' });
  });

  it('has a line for each step that says nothing', () => {
    const { printed, outcome } = folded(`#1 [internal] load
#1 DONE 0.1s

#2 [programs 1/1] write the programs of the build
#2 CACHED

#7 [scripts 2/3] COPY --from=programs /quiet.py /quiet/
#7 DONE 0.0s

#3 [build 1/2] FROM docker.io/library/python:3.13
#3 resolve docker.io/library/python:3.13 0.1s done
#3 sha256:00 1.0MB / 2.0MB 0.1s
#3 DONE 0.2s

#3 [build 1/2] FROM docker.io/library/python:3.13
#3 CACHED

#4 [project 1/1] copy app
#4 DONE 0.0s

#5 [build 2/2] install six with pip
#5 CACHED

#6 exporting to oci image format
#6 exporting layers done
#6 exporting manifest sha256:${'a'.repeat(64)} done
#6 DONE 1.0s`);
    expect(printed).toEqual([
      '#3 [build 1/2] FROM docker.io/library/python:3.13 DONE 0.2s',
      '#4 [project 1/1] copy app DONE 0.0s',
      '#5 [build 2/2] install six with pip CACHED',
      '#6 exporting to oci image format DONE 1.0s',
    ]);
    expect(outcome).toEqual({ run: 1, cached: 1 });
  });

  it('has no line for copies of layers, which count as steps', () => {
    const { printed, outcome } = folded(`#1 [check  8/16] add the heavy dependencies (5 of 8)
#1 DONE 0.0s
#2 [imports  3/16] add the interpreter
#2 CACHED
#3 [final  3/14] add the interpreter
#3 DONE 0.1s
#4 [final  5/14] add the heavy dependencies (1 of 8)
#4 DONE 0.1s
#5 [final 12/22] add the light dependencies (1 of 8)
#5 DONE 0.1s
#6 [program 1/1] wait for imports
#6 ERROR: no space left on device`);
    expect(printed).toEqual([
      '#3 [final  3/14] add the interpreter DONE 0.1s',
      '#6 [program 1/1] wait for imports',
      '#6 ERROR: no space left on device',
    ]);
    expect(outcome).toEqual({
      run: 4,
      cached: 1,
      fault: 'disk-full',
      failed: { stage: 'program', number: 1 },
    });
  });

  it.each([
    [
      'error: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
      'connection-lost',
    ],
    [
      'ERROR: failed to build: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
      'connection-lost',
    ],
    ['error: failed to solve: Unavailable: error reading from server: EOF', 'connection-lost'],
    [
      'error: failed to solve: DeadlineExceeded: no active session for qhqmxlbs: context deadline exceeded',
      'session-lost',
    ],
    ['#49 ERROR: failed to push host/x:1: failed to do request: connection refused', 'push-failed'],
    ['#3 12.1 OSError: [Errno 28] No space left on device', 'disk-full'],
    ['error: failed to solve: unexpected status from HEAD request: 503 Service Unavailable', undefined],
  ])('tells from %s what kept the build from its end', (line, fault) => {
    expect(folded(line).outcome).toEqual({ run: 0, cached: 0, ...(fault && { fault }) });
  });

  it('names a step that runs long and says nothing, once', () => {
    const log = plainLog();
    const said = [
      log.read(`#5 ${PIP}`),
      log.tick(),
      log.read('#5 1.10 Collecting six'),
      log.tick(),
      log.tick(),
    ];
    expect(said).toEqual([[], [], [], [`#5 ${PIP}`], []]);
    expect(log.read('#5 DONE 9.0s')).toEqual(['#5 DONE 9.0s']);
  });

  it('says what a step says, but nothing about each package', () => {
    const { printed } = folded(`#5 ${PIP}
#5 1.10 Collecting six
#5 1.20   Downloading six-1.17.0-py2.py3-none-any.whl (11 kB)
#5 ...

#6 [prepare 1/1] prepare: python manage.py collectstatic
#6 0.10 Processing 130 static files

#5 ${PIP}
#5 2.10 Successfully installed six-1.17.0
#5 DONE 2.2s
#6 DONE 0.3s`);
    expect(printed).toEqual([
      '#6 [prepare 1/1] prepare: python manage.py collectstatic',
      '#6 0.10 Processing 130 static files',
      `#5 ${PIP}`,
      '#5 2.10 Successfully installed six-1.17.0',
      '#5 DONE 2.2s',
      '#6 DONE 0.3s',
    ]);
  });

  it('ends with what failed, the lines of the Mopyfile, and why; no script is printed', () => {
    const script = 'process "/bin/sh -c set -e\\npip install\\n" did not complete successfully: exit code: 1';
    const { printed } = folded(`#5 ${PIP}
#5 1.10 Collecting six
#5 1.20 ERROR: No matching distribution found for nonexistent==9
#5 ERROR: ${script}
------
 > ${PIP}:
1.10 Collecting six
1.20 ERROR: No matching distribution found for nonexistent==9
------
Mopyfile.yaml:5
--------------------
   4 |     pip:
   5 | >>>   - six
   6 |     
--------------------
error: failed to solve: ${script}`);
    expect(printed).toEqual([
      `#5 ${PIP}`,
      '#5 1.10 Collecting six',
      '#5 1.20 ERROR: No matching distribution found for nonexistent==9',
      '#5 ERROR: exit code: 1',
      '',
      'failed: install six, nonexistent==9 with pip:',
      'Mopyfile.yaml:5',
      '   4 |     pip:',
      '   5 | >>>   - six',
      '  ERROR: No matching distribution found for nonexistent==9',
    ]);
  });

  it('names the steps of a Dockerfile after the plan, and ends with the lines of the Mopyfile', () => {
    const instruction = 'RUN --mount=type=cache,target=/root/.cache/pip pip install';
    const failure = 'process "/bin/sh -c pip" did not complete successfully: exit code: 1';
    const planned = new Map([
      ['build 2/3', { name: PIP, frame: ['Mopyfile.yaml:5', '   5 | >>>   - six'] }],
      ['project 1/1', { name: '[project 1/1] copy app', frame: [] }],
    ]);
    const { printed, outcome } = folded(
      `#0 building with "default" instance using docker driver

#1 [internal] preparing inline document
#1 DONE 0.1s

#2 [linux/amd64 project 1/1] COPY app /home/nonroot/app
#2 CACHED

#4 resolving provenance for metadata file
#4 DONE 0.0s

#3 [linux/amd64 build 2/3] ${instruction}
#3 1.10 ERROR: No matching distribution found for nonexistent==9
#3 ERROR: ${failure}
------
 > [linux/amd64 build 2/3] ${instruction}:
1.10 ERROR: No matching distribution found for nonexistent==9
------
Dockerfile:812
--------------------
 812 | >>> ${instruction}
--------------------
ERROR: failed to build: failed to solve: ${failure}`,
      planned,
    );
    expect(printed).toEqual([
      '#2 [linux/amd64 project 1/1] copy app CACHED',
      '#3 [linux/amd64 build 2/3] install six, nonexistent==9 with pip',
      '#3 1.10 ERROR: No matching distribution found for nonexistent==9',
      '#3 ERROR: exit code: 1',
      '',
      'failed: install six, nonexistent==9 with pip:',
      'Mopyfile.yaml:5',
      '   5 | >>>   - six',
      '  ERROR: No matching distribution found for nonexistent==9',
    ]);
    expect(outcome).toEqual({ run: 0, cached: 1, failed: { stage: 'build', number: 2 } });
  });

  it('ends with the lines that ask for a base image which is not there', () => {
    const lookup = 'load metadata for docker.io/library/python:3.99';
    const { printed } = folded(
      `#2 [internal] ${lookup}\n#2 ERROR: not found\n------\n------\nERROR: failed to build: failed to solve: not found`,
      new Map([[lookup, { name: `[internal] ${lookup}`, frame: ['Mopyfile.yaml:1'] }]]),
    );
    expect(printed.slice(-3)).toEqual([`failed: ${lookup}:`, 'Mopyfile.yaml:1', '  not found']);
  });

  it('ends with the last lines of a program that names no error', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `#5 ${index}.0 line ${index}`).join('\n');
    const script = 'process "/mopy/run" did not complete successfully: exit code: 3';
    const { printed } = folded(
      `#5 [checks 1/1] check: x\n${lines}\n#5 ERROR: ${script}\n------\n------\nerror: failed to solve: ${script}`,
    );
    expect(printed.slice(-11)).toEqual([
      'failed: check: x:',
      ...Array.from({ length: 10 }, (_, index) => `  line ${index + 10}`),
    ]);
  });

  it('ends with the reason of a job that runs no program', () => {
    const reason = 'failed to push registry.example.org/app:1: connection refused';
    const { printed } = folded(
      `#9 exporting to image\n#9 ERROR: ${reason}\n------\n > exporting to image:\n------\nerror: failed to solve: ${reason}`,
    );
    expect(printed).toEqual([
      '#9 exporting to image',
      `#9 ERROR: ${reason}`,
      '',
      'failed: exporting to image:',
      `  ${reason}`,
    ]);
  });

  it('leaves other errors as they are', () => {
    const lines = ['error: failed to solve: docker.io/library/python:9.9: not found'];
    expect(folded(lines.join('\n')).printed).toEqual(lines);
    expect(folded('error: could not connect').printed).toEqual(['error: could not connect']);
  });
});
