import fc from 'fast-check';
import type { GatewayInput } from '../input.js';
import { ignoreFile } from './ignore.js';
import { mopyfileText } from './mopyfile.js';
import { requirementsFile } from './requirement.js';
import { trickyText } from './text.js';

const NAMES = [
  ...[
    'filename',
    'platform',
    'target',
    'multi-platform',
    'no-cache',
    'image-resolve-mode',
    'force-network-mode',
  ],
  ...[
    'add-hosts',
    'ulimit',
    'cgroup-parent',
    'shm-size',
    'memory',
    'memswap',
    'cpushares',
    'cpuperiod',
    'cpuquota',
  ],
  ...[
    'cpusetcpus',
    'cache-imports',
    'cache-from',
    'hostname',
    'context',
    'contextsubdir',
    'requestid',
    'contextkey',
  ],
  ...[
    'build-arg:SOURCE_DATE_EPOCH',
    'build-arg:http_proxy',
    'build-arg:BUILDKIT_CONTEXT_KEEP_GIT_DIR',
    'build-arg:X',
  ],
  ...[
    'build-arg:BUILDKIT_MULTI_PLATFORM',
    'build-arg:BUILDKIT_DOCKERFILE_CHECK',
    'build-arg:BUILDKIT_SYNTAX',
    'label:a',
    'label:',
  ],
  ...[
    'context:python:3.13',
    'context:python:3.13-slim',
    'context:x',
    'context:python:3.13::linux/arm64',
    'source',
    'cmdline',
  ],
  ...[
    'local-sessionid:context',
    'input-metadata:base',
    'dockerfilekey',
    'attest:sbom',
    'context:context',
    'context:dockerfile',
  ],
];

const VALUES = [
  ...[
    '',
    '1',
    '0',
    'true',
    'false',
    '-1',
    '99999999999999999999',
    '1e3',
    'context',
    'Mopyfile.yaml',
    'sub/Mopyfile.yaml',
  ],
  ...[
    'linux/amd64',
    'linux/amd64,linux/arm/v6',
    'arm64',
    'windows',
    'linux/arm64/v8',
    'build',
    'final',
    'final-slim',
    'check',
  ],
  ...[
    'host',
    'none',
    'sandbox',
    'pull',
    'local',
    'default',
    'a=10.0.0.1,b=::1',
    'nofile=1:2',
    'core=-1',
    '"a',
    '"a""b",c',
  ],
  ...[
    'frontend.outline',
    'frontend.lint',
    'frontend.targets',
    'frontend.subrequests.describe',
    'frontend.x',
    'skip=all',
    'error=true',
  ],
  ...[
    'https://example.org/a.git#main:sub',
    'git@example.org:a/b.git',
    'https://example.org/a.tar.gz',
    'https://example.org/Mopyfile',
  ],
  ...[
    'docker-image://m/p:1',
    'docker-image://',
    'oci-layout://s:t@sha256:00',
    'local:base',
    'input:base',
    'git://a',
    'ssh://git@a/b.git',
  ],
  ...[
    '[{"Type":"registry","Attrs":{"ref":"a"}}]',
    '[1]',
    '{}',
    '[null]',
    '{"containerimage.config":"e30="}',
    '0-1',
    '/x',
    '../x',
  ],
];

const option = fc.tuple(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: trickyText }),
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...VALUES) }, { weight: 1, arbitrary: trickyText }),
);

const mopyfile = fc.oneof(
  fc.constantFrom('python: 3.13\nproject: app\n', 'python: 3.13\npip: [numpy, ./requirements.txt]\n'),
  mopyfileText,
);

export const gatewayInput: fc.Arbitrary<GatewayInput> = fc.record({
  kind: fc.constant('gateway' as const),
  options: fc.array(option, { maxLength: 4 }).map((options) => Object.fromEntries(options)),
  files: fc.record(
    {
      'Mopyfile.yaml': mopyfile,
      Dockerfile: mopyfile,
      'sub/Mopyfile.yaml': mopyfile,
      context: mopyfile,
      'requirements.txt': requirementsFile,
      '.dockerignore': ignoreFile,
      'app/main.py': fc.constantFrom('', '-> ../main.py', '-> main.py', '-> /etc/passwd'),
      app: fc.constant('-> sub'),
      'sub/main.py': fc.constant(''),
      'main.py': fc.constant(''),
    },
    { requiredKeys: ['Mopyfile.yaml', 'main.py'], noNullPrototype: true },
  ),
  without: fc.subarray(
    [
      'frontend.inputs',
      'source.metaresolver',
      'proto.refarray',
      'gateway.warnings',
      'mergeop',
      'source.local.followpaths',
      'exec.meta.proxyenv',
    ],
    { maxLength: 2 },
  ),
});
