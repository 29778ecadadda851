import type { Located } from '../../validate/mopyfile.js';
import { BUILD_ENVIRONMENT, CERTIFICATES, PYTHON } from '../base-images.js';
import type { BaseImage, CopyStep, Stage } from '../plan.js';
import { CERTIFICATE_FILES } from '../steps/network.js';
import { bind, MOUNT_ROOT, runScript, stage } from '../steps/steps.js';
import { CERTIFICATES_TREE } from './trees.js';

/** Name of the stage that makes the image's bundle of certificates. */
export const CERTIFICATES_STAGE = 'certificates';

/** Name of the stage that is the base of the image, untouched. */
export const FOUNDATION = 'foundation';

/** The Mopyfile's certificates, with modes that are the same on every machine: they are part of the key of whoever binds them. */
export function certificateFilesStage(files: readonly Located<string>[]): Stage {
  return stage(
    CERTIFICATE_FILES,
    'The certificates that the Mopyfile adds to those of the base images.',
    { kind: 'scratch' },
    files.map(
      ({ value, location }, index): CopyStep => ({
        kind: 'copy',
        from: { kind: 'context' },
        source: value,
        directory: false,
        destination: `/${String(index).padStart(4, '0')}.pem`,
        link: false,
        mode: 0o644,
        title: `read ${value}`,
        locations: [location],
      }),
    ),
  );
}

/** The base of the image, for steps that look at what it has. */
export function foundationStage(base: BaseImage): Stage {
  return stage(
    FOUNDATION,
    'The base of the image, for what it has already.',
    { kind: 'image', image: base },
    [],
  );
}

/** The stage that makes the image's bundle: what the base trusts, and the Mopyfile's certificates. */
export function certificatesStage(python: BaseImage, files: readonly Located<string>[]): Stage {
  return stage(
    CERTIFICATES_STAGE,
    'Joins the certificates of the Mopyfile to those that the base of the image trusts.',
    { kind: 'image', image: python },
    [
      {
        kind: 'environment',
        variables: BUILD_ENVIRONMENT,
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      runScript(
        PYTHON,
        'certificates.py',
        [CERTIFICATES_TREE, `${MOUNT_ROOT}/foundation`, `${MOUNT_ROOT}/${CERTIFICATE_FILES}`],
        {
          title: 'join the certificates',
          locations: files.map(({ location }) => location),
          network: 'none',
          mounts: [
            bind(FOUNDATION, CERTIFICATES, 'foundation'),
            bind(CERTIFICATE_FILES, '/', CERTIFICATE_FILES),
          ],
        },
      ),
    ],
  );
}
