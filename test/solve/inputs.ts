import type { Plan, Platform } from '../../src/plan/plan.js';
import type { BuildRequest } from '../../src/solve/build-request.js';

export const AMD64: Platform = { os: 'linux', architecture: 'amd64' };

/** A build of the folder that asks for nothing. */
export const REQUEST: BuildRequest = {
  context: '.',
  tags: [],
  outputs: [],
  push: false,
  noCache: false,
  pull: false,
  ssh: [],
  secrets: [],
  cacheFrom: [],
  cacheTo: [],
  platforms: [],
  proxies: [],
  words: [],
};

/** A plan as small as they get. */
export function planFor(platforms: readonly Platform[], more: Partial<Plan> = {}): Plan {
  const targets = platforms.length === 0 ? [undefined] : platforms;
  return {
    stages: [{ name: 'final', comment: 'the image', base: { kind: 'scratch' }, steps: [] }],
    targets: targets.map((platform) => ({
      ...(platform && { platform }),
      stage: 'final',
      foundation: 'distroless',
    })),
    image: {
      environment: [],
      user: '65532:65532',
      workingDirectory: '/',
      entrypoint: ['python'],
      labels: [],
    },
    context: { excludes: ['.git', "it's"] },
    secrets: [],
    ssh: false,
    source: { kind: 'mopyfile', filename: 'Mopyfile.yaml', text: '' },
    ...more,
  };
}
