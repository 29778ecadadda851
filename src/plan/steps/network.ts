import type { Mopyfile } from '../../validate/mopyfile.js';
import { CERTIFICATE_VARIABLES, CERTIFICATES } from '../base-images.js';
import type { CacheMount, Mount } from '../plan.js';
import { bind, MOUNT_ROOT, optionalSecret } from './steps.js';

/** Name of the stage that holds the Mopyfile's certificates, and where steps see it. */
export const CERTIFICATE_FILES = 'certificate-files';

/** How companies build behind their own certificate; every step with network takes it. */
const CERTIFICATE_SECRET = optionalSecret('ca-certificates', CERTIFICATES);

/** Memory in which a step puts together what it trusts. */
const TRUST = `${MOUNT_ROOT}/trust`;

type Trusting = Pick<Mopyfile, 'caCertificates'>;

/** The certificates that a step which installs something trusts: the secret, which stands in for the bundle, and the Mopyfile's. */
export function trustMounts({ caCertificates }: Trusting): readonly Mount[] {
  return caCertificates.length === 0
    ? [CERTIFICATE_SECRET]
    : [
        CERTIFICATE_SECRET,
        bind(CERTIFICATE_FILES, '/', CERTIFICATE_FILES),
        { kind: 'memory', mountPoint: TRUST },
      ];
}

/** Lines of a script for such a step: they join the two, whether there is a secret or not. apt knows no variable for a bundle. */
export function trustScript({ caCertificates }: Trusting): string {
  if (caCertificates.length === 0) {
    return '';
  }
  const bundle = `${TRUST}/ca-certificates.crt`;
  return `awk 1 ${CERTIFICATES} ${MOUNT_ROOT}/${CERTIFICATE_FILES}/*.pem > ${bundle}
echo 'Acquire::https::CAInfo "${bundle}";' > ${TRUST}/apt.conf
export APT_CONFIG=${TRUST}/apt.conf ${CERTIFICATE_VARIABLES.map((name) => `${name}=${bundle}`).join(' ')}
`;
}

/**
 * The certificates that a command in the image trusts. Where the image's bundle has certificates of the Mopyfile, the secret
 * stands beside it, and `run.py` joins the two in memory.
 */
export function commandTrustMounts({ caCertificates }: Trusting, user: number): readonly Mount[] {
  return caCertificates.length === 0
    ? [{ ...CERTIFICATE_SECRET, owner: user }]
    : [
        { ...optionalSecret('ca-certificates', `${MOUNT_ROOT}/secret/ca-certificates.crt`), owner: user },
        { kind: 'memory', mountPoint: TRUST },
      ];
}

/** Caches of one Python version and platform: what one Debian release downloads is useless to another. */
export function cache(
  mopyfile: Mopyfile,
  name: string,
  mountPoint: string,
  sharing: CacheMount['sharing'],
): CacheMount {
  return {
    kind: 'cache',
    mountPoint,
    id: `mopy-${name}-${mopyfile.python.version}`,
    platformSuffix: true,
    sharing,
  };
}
