/** The image that BuildKit starts for a Mopyfile: what its first line, `#syntax=…`, should name. */
export const FRONTEND_IMAGE = 'mopy/mopy:1';
