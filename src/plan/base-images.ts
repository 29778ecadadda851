import { HOME } from '../basics/home.js';
import type { PythonVersion } from '../validate/mopyfile.js';
import type { BaseImage, EnvironmentVariable, Foundation, Platform } from './plan.js';

/** No C library, no shell: CPython's own libraries are carried in. Tags move with Debian's releases. */
const DISTROLESS = 'gcr.io/distroless/static-debian13:nonroot';

/**
 * Platforms that the distroless image exists for, as `architecture[/variant]`. A variant without an image
 * takes the one before it: amd64/v3 that of amd64, arm64/v9 that of arm64, arm/v8 that of arm/v7
 * (platformVector in containerd's platforms/compare.go).
 */
const DISTROLESS_PLATFORMS =
  /^(amd64(\/v\d+)?|arm64(\/v(8(\.\d)?|9(\.[0-7])?))?|arm\/v[78]|s390x|ppc64le|riscv64)$/;

const DISTROLESS_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The bundle of trusted certificates, where Debian's `ca-certificates` puts it and distroless images have it. */
export const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Variables in which programs look for the path of a bundle of certificates. */
export const CERTIFICATE_VARIABLES = [
  'SSL_CERT_FILE',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
] as const;

/** The interpreter of the python images. */
export const PYTHON = '/usr/local/bin/python3';

/** Where dependencies are installed, in the build and in the final image: console scripts name it. */
export const VIRTUAL_ENVIRONMENT = '/opt/venv';

/** The interpreter of an image with packages, which sees them, or without. */
export function pythonOf(installs: boolean): string {
  return installs ? `${VIRTUAL_ENVIRONMENT}/bin/python` : PYTHON;
}

/** The user of the image, `nonroot` in distroless images. */
export const USER_ID = 65532;

/** The user of steps that make folders beside the image's own. */
export const ROOT_USER = '0:0';

/** `PATH` while building: the image's programs, then the system's. Each folder once. */
const BUILD_PATH = '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin';

/** `PATH` of the final image on either base. */
const FINAL_PATH = `${VIRTUAL_ENVIRONMENT}/bin:${BUILD_PATH}`;

/** Variables of a python image of today; the values differ from image to image, and every stage sets its own. */
const PYTHON_IMAGE_ENVIRONMENT: readonly EnvironmentVariable[] = [
  { name: 'PATH', value: BUILD_PATH },
  { name: 'LANG', value: 'C.UTF-8' },
  { name: 'GPG_KEY', value: '' },
  { name: 'PYTHON_VERSION', value: '' },
  { name: 'PYTHON_SHA256', value: '' },
];

/**
 * Every variable that a python image is known to set, oldest to newest, and where programs look for
 * certificates. Stages set all of them first, so that no step and no cache key depends on what the
 * base image of the day happens to set.
 */
export const BUILD_ENVIRONMENT: readonly EnvironmentVariable[] = [
  ...PYTHON_IMAGE_ENVIRONMENT,
  { name: 'PYTHON_PIP_VERSION', value: '' },
  { name: 'PYTHON_SETUPTOOLS_VERSION', value: '' },
  { name: 'PYTHON_GET_PIP_URL', value: '' },
  { name: 'PYTHON_GET_PIP_SHA256', value: '' },
  ...CERTIFICATE_VARIABLES.map((name) => ({ name, value: CERTIFICATES })),
];

/** The first variables of the final image, on either base. */
export const FINAL_ENVIRONMENT: readonly EnvironmentVariable[] = [
  { name: 'PATH', value: FINAL_PATH },
  { name: 'SSL_CERT_FILE', value: CERTIFICATES },
  { name: 'LANG', value: 'C.UTF-8' },
  { name: 'HOME', value: HOME },
  { name: 'USER', value: 'nonroot' },
  { name: 'PYTHONUNBUFFERED', value: '1' },
];

/** Where the final image can stand on this platform; distroless where nothing else was asked for. */
export function foundationFor(base: Foundation, platform: Platform | undefined): Foundation {
  if (base === 'slim' || platform === undefined) {
    return base;
  }
  const { architecture, variant } = platform;
  return DISTROLESS_PLATFORMS.test(variant === undefined ? architecture : `${architecture}/${variant}`)
    ? 'distroless'
    : 'slim';
}

/** Base images by the names that named contexts replace them under. */
export interface BaseImages {
  readonly build: BaseImage;
  readonly slim: BaseImage;
  readonly distroless: BaseImage;
}

/** True for the name of a base image that a Mopyfile can ask for. */
export function isBaseImageName(name: string): boolean {
  return name === DISTROLESS || /^python:3(\.\d+){0,2}(-slim)?$/.test(name);
}

/** A Dockerfile takes one word for the name of a stage, or `scratch` for no image. */
function inFull(reference: string): string {
  return /[/:@]/.test(reference) ? reference : `docker.io/library/${reference}`;
}

/** `replacements` maps a name such as `python:3.12` to the reference to use instead. */
export function baseImages(
  { version, location }: PythonVersion,
  replacements: ReadonlyMap<string, string>,
): BaseImages {
  const image = (name: string, rest: Omit<BaseImage, 'name' | 'reference'>): BaseImage => ({
    name,
    reference: inFull(replacements.get(name) ?? name),
    ...rest,
  });
  const python = {
    locations: location ? [location] : [],
    environment: PYTHON_IMAGE_ENVIRONMENT,
    workingDirectory: '/',
    user: '',
  };
  return {
    build: image(`python:${version}`, python),
    slim: image(`python:${version}-slim`, python),
    distroless: image(DISTROLESS, {
      locations: [],
      environment: [
        { name: 'PATH', value: DISTROLESS_PATH },
        { name: 'SSL_CERT_FILE', value: CERTIFICATES },
      ],
      workingDirectory: HOME,
      user: `${USER_ID}`,
    }),
  };
}
