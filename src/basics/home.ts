/** The home folder of the image's user, in which projects lie. */
export const HOME = '/home/nonroot';
