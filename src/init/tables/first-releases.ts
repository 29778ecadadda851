/** The first release for each minor version of Python; what is older is for older versions. */
export interface FirstReleases {
  /** How people write the name. */
  readonly name: string;
  /** The thing that comes with these releases: wheels, or the support of their authors. */
  readonly kind: 'wheels' | 'support';
  /** From Python 3.9 on, up to 3.14. */
  readonly releases: readonly [string, string, string, string, string, string];
}

function wheels(name: string, ...releases: FirstReleases['releases']): FirstReleases {
  return { name, kind: 'wheels', releases };
}

function support(name: string, ...releases: FirstReleases['releases']): FirstReleases {
  return { name, kind: 'support', releases };
}

/** The version of Python that the first of `releases` is about. */
export const FIRST_MINOR = 9;

/**
 * Distributions that people pin and that do not work, or have to be compiled, on a newer Python than their release.
 *
 * Wheels: the oldest release in the index for which pip takes a compiled wheel on Linux (x86-64) with `--python-version`
 * and `--only-binary :all:`, as of 2026. Django: the table in its FAQ, "What Python version can I use with Django?".
 * pydantic: wheels of release 1 up to 3.12, and of pydantic-core, which each release of 2 fixes, for 3.13 and later.
 */
export const FIRST_RELEASES: readonly FirstReleases[] = [
  wheels('aiohttp', '3.7.0', '3.8.0', '3.8.2', '3.9.0', '3.10.5', '3.13.0'),
  wheels('asyncpg', '0.22.0', '0.24.0', '0.27.0', '0.29.0', '0.30.0', '0.31.0'),
  support('Django', '3.1', '3.2', '4.1', '4.2', '5.1', '5.2'),
  wheels('gevent', '20.6.1', '21.12.0', '22.10.1', '23.7.0', '24.10.1', '25.8.1'),
  wheels('greenlet', '0.4.17', '1.1.0', '1.1.3', '3.0.0', '3.1.0', '3.2.3'),
  wheels('grpcio', '1.33.1', '1.41.0', '1.49.0', '1.59.0', '1.66.2', '1.75.1'),
  wheels('lxml', '4.5.2', '4.6.3', '4.9.1', '4.9.3', '5.3.0', '6.0.1'),
  wheels('matplotlib', '3.3.3', '3.5.0', '3.6.0', '3.7.3', '3.9.2', '3.10.5'),
  wheels('numpy', '1.19.3', '1.21.2', '1.23.2', '1.26.0', '2.1.0', '2.3.2'),
  wheels('pandas', '1.1.3', '1.3.3', '1.5.0', '2.1.1', '2.2.3', '2.3.3'),
  wheels('pillow', '8.0.0', '8.3.2', '9.2.0', '10.0.0', '10.4.0', '11.3.0'),
  wheels('psycopg2-binary', '2.8.6', '2.9.1', '2.9.5', '2.9.9', '2.9.10', '2.9.11'),
  wheels('pydantic', '1.7', '1.9.0', '1.10.0', '1.10.17', '2.8.0', '2.12.0'),
  wheels('pydantic-core', '0.1.0', '0.1.0', '0.7.0', '2.1.2', '2.20.0', '2.35.0'),
  wheels('PyYAML', '5.4', '6.0', '6.0', '6.0.1', '6.0.2', '6.0.3'),
  wheels('scikit-learn', '0.24.0', '1.0.2', '1.1.3', '1.3.1', '1.5.2', '1.7.2'),
  wheels('scipy', '1.5.4', '1.7.2', '1.9.2', '1.11.2', '1.14.1', '1.16.1'),
  wheels('torch', '1.7.1', '1.11.0', '1.13.0', '2.2.0', '2.5.0', '2.9.0'),
];
