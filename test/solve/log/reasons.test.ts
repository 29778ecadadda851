import { describe, expect, it } from 'vitest';
import { reasons } from '../../../src/solve/log/reasons.js';

/** The output of a step, and the lines of it that are repeated at the end of the build. */
const outputs: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  'an error of apt': [
    ['Reading package lists...', 'E: Unable to locate package absent'],
    ['E: Unable to locate package absent'],
  ],
  'a traceback of pip': [
    [
      'ERROR: Exception:',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/x.py", line 1, in y',
      '    raise error',
      'pip._vendor.urllib3.exceptions.ProtocolError: Connection broken',
    ],
    ['pip._vendor.urllib3.exceptions.ProtocolError: Connection broken'],
  ],
  'a download that is cut': [
    [
      'error: incomplete-download',
      '',
      '× Download failed because not enough bytes were received (500 kB/1.0 MB)',
      '╰─> URL: https://files.example.org/one-1-py3-none-any.whl',
      '',
      'note: This is an issue with network connectivity, not pip.',
      'hint: Consider using --resume-retries to enable download resumption.',
    ],
    [
      'error: incomplete-download',
      '× Download failed because not enough bytes were received (500 kB/1.0 MB)',
      '╰─> URL: https://files.example.org/one-1-py3-none-any.whl',
    ],
  ],
  'packages that do not go together': [
    [
      'Some packages could not be installed. This may mean that you have',
      ' one : Depends: libc6 (< 2) but 2.36 is to be installed',
      '       Depends: absent but it is not installable',
      ' other : Conflicts: role',
      'E: Unable to correct problems, you have held broken packages.',
    ],
    [
      ' one : Depends: libc6 (< 2) but 2.36 is to be installed',
      '       Depends: absent but it is not installable',
      ' other : Conflicts: role',
      'E: Unable to correct problems, you have held broken packages.',
    ],
  ],
  'a wheel that cannot be built': [
    [
      '  error: subprocess-exited-with-error',
      '  × Building wheel did not run successfully.',
      '  ╰─> [4 lines of output]',
      '      SomeDeprecationWarning: an old key',
      '      module.c:3:10: fatal error: absent.h: No such file or directory',
      "      error: command '/usr/bin/gcc' failed with exit code 1",
      '      [end of output]',
      'error: subprocess-exited-with-error',
      '× Building wheel for one (pyproject.toml) did not run successfully.',
      '╰─> See above for output.',
    ],
    [
      'module.c:3:10: fatal error: absent.h: No such file or directory',
      "error: command '/usr/bin/gcc' failed with exit code 1",
      'error: subprocess-exited-with-error',
      '× Building wheel for one (pyproject.toml) did not run successfully.',
    ],
  ],
  'a wheel whose build names no error': [
    ['  ╰─> [2 lines of output]', '      one', '      two', '      [end of output]', 'error: stopped'],
    ['one', 'two', 'error: stopped'],
  ],
  'a wheel that pip before 22.1 cannot build': [
    [
      '    ERROR: Command errored out with exit status 1:',
      '    Complete output (3 lines):',
      '    Traceback (most recent call last):',
      '      File "setup.py", line 6, in <module>',
      "    ImportError: cannot import name 'Feature' from 'setuptools'",
      '    ----------------------------------------',
      'WARNING: Discarding https://example.org/one-1.tar.gz. Command errored out with exit status 1.',
      'ERROR: No matching distribution found for one==1',
    ],
    [
      "ImportError: cannot import name 'Feature' from 'setuptools'",
      'ERROR: No matching distribution found for one==1',
    ],
  ],
  'a line of dashes without the output of a build': [
    ['one', '    ----------------------------------------', 'ERROR: stopped'],
    ['ERROR: stopped'],
  ],
  'an archive with another hash': [
    [
      'Collecting one==1',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
      '    one==1 from https://files.example.org/one-1.tar.gz (from -r /list.txt (line 1)):',
      `        Expected sha256 ${'0'.repeat(64)}`,
      `        Expected     or ${'1'.repeat(64)}`,
      `             Got        ${'2'.repeat(64)}`,
      '',
    ],
    [
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
      '    one==1 from https://files.example.org/one-1.tar.gz (from -r /list.txt (line 1)):',
      `             Got        ${'2'.repeat(64)}`,
    ],
  ],
  'a maintainer script that fails': [
    [
      'debconf: delaying package configuration, since apt-utils is not installed',
      'there is no such device',
      'dpkg: error processing package failing (--configure):',
      ' installed failing package post-installation script subprocess returned error exit status 3',
      'Errors were encountered while processing:',
      ' failing',
      'E: Sub-process /usr/bin/dpkg returned an error code (1)',
    ],
    [
      'there is no such device',
      'dpkg: error processing package failing (--configure):',
      ' installed failing package post-installation script subprocess returned error exit status 3',
      'E: Sub-process /usr/bin/dpkg returned an error code (1)',
    ],
  ],
  'nothing that is known to be a reason': [
    ['one', '', 'two'],
    ['one', 'two'],
  ],
  'more than anybody reads': [
    Array.from({ length: 20 }, (_, index) => `line ${index}`),
    Array.from({ length: 10 }, (_, index) => `line ${index + 10}`),
  ],
};

describe('the reasons of a failed step', () => {
  it.each(Object.entries(outputs))('are found in %s', (_what, [output, expected]) => {
    expect(reasons(output)).toEqual(expected);
  });
});
