/** Files of a folder by path below it. */
export type Files = Readonly<Record<string, string>>;

const BUILD_SYSTEM = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n';

/** A project that setuptools builds, with one module that has a `NAME`. `project` is the rest of its metadata table. */
export function localPackage(folder: string, name: string, project = ''): Files {
  return {
    [`${folder}/pyproject.toml`]: `${BUILD_SYSTEM}[project]\nname = "${name}"\nversion = "1.0"\n${project}`,
    [`${folder}/${name}.py`]: `NAME = "${name}"\n`,
  };
}

/** A project as it was before pyproject.toml: whoever installs it has to have setuptools. */
export function setupPackage(folder: string, name: string): Files {
  return {
    [`${folder}/setup.py`]: `from setuptools import setup\nsetup(name="${name}", version="1.0", py_modules=["${name}"])\n`,
    [`${folder}/${name}.py`]: `NAME = "${name}"\n`,
  };
}

/** A C extension that asks libsodium for its version. */
export function sodiumExtension(folder: string): Files {
  return {
    [`${folder}/pyproject.toml`]: BUILD_SYSTEM,
    [`${folder}/setup.py`]:
      'from setuptools import Extension, setup\n' +
      'setup(name="sodium", version="1.0", ext_modules=[Extension("sodium", ["sodium.c"], libraries=["sodium"])])\n',
    [`${folder}/sodium.c`]: extensionSource(
      'sodium',
      '#include <sodium.h>\n',
      'PyUnicode_FromString(sodium_version_string())',
    ),
  };
}

/** A C extension that asks libmagic what a text is: the library reads a file of another Debian package. */
export function magicExtension(folder: string): Files {
  return {
    [`${folder}/pyproject.toml`]: BUILD_SYSTEM,
    [`${folder}/setup.py`]:
      'from setuptools import Extension, setup\n' +
      'setup(name="kind", version="1.0", ext_modules=[Extension("kind", ["kind.c"], libraries=["magic"])])\n',
    [`${folder}/kind.c`]: extensionSource(
      'kind',
      `#include <magic.h>
static const char *describe(void) {
  magic_t cookie = magic_open(MAGIC_MIME_TYPE);
  return magic_load(cookie, NULL) ? magic_error(cookie) : magic_buffer(cookie, "text\\n", 5);
}`,
      'PyUnicode_FromString(describe())',
    ),
  };
}

/**
 * A package with an extension `_native` that is linked to `libabsent.so.1`, which is there while it is
 * built and not installed with it. `code` is the package's `__init__.py`.
 */
export function absentLibraryPackage(name: string, code: string): Files {
  return {
    [`${name}/pyproject.toml`]: BUILD_SYSTEM,
    [`${name}/setup.py`]: `import subprocess
from setuptools import Extension, setup
subprocess.check_call(["cc", "-shared", "-fPIC", "-Wl,-soname,libabsent.so.1", "-o", "libabsent.so", "absent.c"])
native = Extension("${name}._native", ["native.c"], libraries=["absent"], library_dirs=["."])
setup(name="${name}", version="1.0", packages=["${name}"], ext_modules=[native])
`,
    [`${name}/absent.c`]: 'long absent(void) { return 7; }\n',
    [`${name}/native.c`]: extensionSource('_native', 'long absent(void);\n', 'PyLong_FromLong(absent())'),
    [`${name}/${name.replaceAll('.', '/')}/__init__.py`]: code,
  };
}

/** A module with one function, `value`. */
function extensionSource(module: string, declarations: string, value: string): string {
  return `#include <Python.h>
${declarations}
static PyObject *value(PyObject *self, PyObject *arguments) { return ${value}; }
static PyMethodDef methods[] = {{"value", value, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "${module}", NULL, -1, methods};
PyMODINIT_FUNC PyInit_${module}(void) { return PyModule_Create(&definition); }
`;
}
