/** Where the interpreter stage gathers what the final image gets from it. */
export const INTERPRETER_TREE = '/interpreter';

/** Where the build stage gathers the shared libraries that dependencies need. */
export const LIBRARIES_TREE = '/libraries';

/** Where the build stage splits the dependencies into what becomes a layer each. */
export const LAYERS_TREE = '/layers';

/** Where the prepare stage gathers the files that its commands have written. */
export const PREPARED_TREE = '/prepared';

/** Where the volumes stage makes the folders of volumes. */
export const VOLUMES_TREE = '/volumes';

/** Where the certificates stage makes the image's bundle. */
export const CERTIFICATES_TREE = '/certificates';

/** Where the runtime stage gathers what the image gets of its Debian packages. */
export const RUNTIME_TREE = '/runtime';

/** Where the working-directory stage makes the project's folder. */
export const WORKING_DIRECTORY_TREE = '/working-directory';
