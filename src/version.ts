declare const MOPY_VERSION: string | undefined;

/** This release, as `package.json` names it; scripts/build.mjs writes it into the bundles. */
export const VERSION = typeof MOPY_VERSION === 'undefined' ? '0.0.0' : MOPY_VERSION;
