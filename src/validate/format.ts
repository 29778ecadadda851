import { defineFormat } from './define-format.js';
import { apiVersion } from './keys/api-version.js';
import { base } from './keys/base.js';
import { buildDeps } from './keys/build-deps.js';
import { caCertificates } from './keys/ca-certificates.js';
import { checks } from './keys/checks.js';
import { command } from './keys/command.js';
import { envs } from './keys/envs.js';
import { healthcheck } from './keys/healthcheck.js';
import { indices } from './keys/indices.js';
import { labels } from './keys/labels.js';
import { pip } from './keys/pip.js';
import { ports } from './keys/ports.js';
import { prepare } from './keys/prepare.js';
import { project } from './keys/project.js';
import { python } from './keys/python.js';
import { runtimeDeps } from './keys/runtime-deps.js';
import { sbom } from './keys/sbom.js';
import { volumes } from './keys/volumes.js';
import { validate } from './schema-validator.generated.js';

/** The format of Mopyfiles: its keys in the order of the documentation, in which they are read, too. */
export const MOPYFILE_FORMAT = defineFormat(
  [
    apiVersion,
    python,
    base,
    buildDeps,
    runtimeDeps,
    envs,
    indices,
    pip,
    sbom,
    labels,
    project,
    command,
    prepare,
    checks,
    ports,
    healthcheck,
    volumes,
    caCertificates,
  ],
  validate,
);
