import { join } from 'node:path';
import { root } from './engine.mjs';

/** The slim image that the others stand on. */
export const SLIM = 'python:3.13-slim';

/** Where pip and uv keep what they have downloaded. */
const CACHE = '--mount=type=cache,target=/root/.cache';
const COMMAND = 'uvicorn app.main:app --host 0.0.0.0 --port 8000';
const CMD = JSON.stringify(COMMAND.split(' '));

/**
 * The files that each way of building a project from its uv.lock adds to those that all have.
 *
 * @param uvImage an image of slim Python with uv
 */
export function filesOf(uvImage) {
  return {
    mopy: {
      'Mopyfile.yaml': `python: 3.13\npip: [./uv.lock]\nproject: [app/]\ncommand: ${COMMAND}\n`,
    },
    pip: {
      Dockerfile: `FROM ${SLIM}
WORKDIR /app
COPY requirements.txt ./
RUN ${CACHE}/pip pip install -r requirements.txt
COPY app app
CMD ${CMD}
`,
    },
    // The steps and options of https://docs.astral.sh/uv/guides/integration/docker/ for several stages.
    uv: {
      Dockerfile: `FROM ${uvImage} AS builder
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_DEV=1 UV_PYTHON_DOWNLOADS=0
WORKDIR /app
RUN ${CACHE}/uv \\
    --mount=type=bind,source=uv.lock,target=uv.lock \\
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\
    uv sync --frozen --no-install-project
COPY . /app
RUN ${CACHE}/uv uv sync --frozen

FROM ${SLIM}
RUN groupadd --system --gid 999 app && useradd --system --gid 999 --uid 999 --create-home app
COPY --from=builder --chown=app:app /app /app
ENV PATH="/app/.venv/bin:$PATH"
USER app
WORKDIR /app
CMD ${CMD}
`,
      '.dockerignore': '.venv\nDockerfile\nrequirements.txt\n',
    },
  };
}

/** The command that builds a context with mopy. */
export function mopyCommand(address, context, output, isCached) {
  return [
    ...[process.execPath, join(root, 'bin/mopy.js'), '-addr', address, '-progress', 'rawjson'],
    ...['-output', output, ...(isCached ? [] : ['-no-cache']), context],
  ];
}

/** The command that builds a context with the Dockerfile in it; without output, only the cache gets it. */
export function dockerfileCommand(address, context, output, isCached) {
  return [
    ...['buildctl', '--addr', address, 'build', '--progress', 'rawjson', '--frontend', 'dockerfile.v0'],
    ...['--local', `context=${context}`, '--local', `dockerfile=${context}`],
    ...(isCached ? [] : ['--no-cache']),
    ...(output === undefined ? [] : ['--output', output]),
  ];
}
