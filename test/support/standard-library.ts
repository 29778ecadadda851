import { runContainer } from './engine.js';

/** As README.md documents them. The underscored ones belong to the others. */
export const LEFT_OUT =
  /^(test|idlelib|tkinter|turtledemo|turtle|ensurepip|pydoc_data|nis|_tkinter|_test\w*|_ctypes_test|_xxtestfuzz|xxlimited\w*)$/;

/**
 * Prints the modules that can be imported, each tried in a process of its own. Releases before 3.10
 * have no list of their names: there it is what lies in the library's folders.
 */
const LIST = `
import importlib, json, os, pkgutil, sys, sysconfig
folder = sysconfig.get_path("stdlib")
lying = [m.name for m in pkgutil.iter_modules([folder, folder + "/lib-dynload"])] + list(sys.builtin_module_names)
names = set(getattr(sys, "stdlib_module_names", lying)) | set(NAMES)
def works(name):
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(silent, descriptor)
        try:
            importlib.import_module(name)
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0
print(json.dumps(sorted(name for name in names if works(name))))
`;

/** Modules below others that load what no top-level module does. */
const NESTED = [
  'concurrent.futures',
  'concurrent.futures.process',
  'ctypes.util',
  'curses.panel',
  'dbm.gnu',
  'dbm.ndbm',
  'email.mime.text',
  'encodings.idna',
  'http.server',
  'importlib.metadata',
  'json.tool',
  'logging.config',
  'multiprocessing.shared_memory',
  'os.path',
  'sqlite3.dbapi2',
  'unittest.mock',
  'urllib.request',
  'wsgiref.simple_server',
  'xml.etree.ElementTree',
  'xml.parsers.expat',
  'xmlrpc.client',
  'zoneinfo',
];

export const MODULES =
  'ctypes, curses, grp, locale, multiprocessing, pwd, socket, ssl, subprocess, sys, time, zoneinfo';

/** Libraries that the C library and the modules open by name at run time, so that no import shows a missing one. */
export const AT_RUN_TIME: Readonly<Record<string, readonly [string, string]>> = {
  'the locale': ['locale.setlocale(locale.LC_ALL, ""), sys.stdout.encoding', "('C.UTF-8', 'utf-8')"],
  'names of hosts': ['socket.getaddrinfo("localhost", 80, socket.AF_INET)[0][4]', "('127.0.0.1', 80)"],
  'names of users': ['pwd.getpwuid(65532).pw_name, grp.getgrgid(65532).gr_name', "('nonroot', 'nonroot')"],
  'names of services': ['socket.getservbyname("https", "tcp")', '443'],
  'time zones': [
    'time.strftime("%Z", time.localtime(0)), zoneinfo.ZoneInfo("Europe/Berlin").key',
    "('CET', 'Europe/Berlin')",
  ],
  'the end of a thread': ['bool(ctypes.CDLL("libgcc_s.so.1"))', 'True'],
  'shared memory': ['multiprocessing.Semaphore(3).get_value()', '3'],
  'processes of its own': ['subprocess.check_output([sys.executable, "-c", "print(1)"])', "b'1\\n'"],
  'the terminal': ['curses.setupterm("xterm", 1) or curses.tigetnum("colors")', '8'],
  certificates: ['ssl.create_default_context().cert_store_stats()["x509_ca"] > 50', 'True'],
};

/** Names of the modules that Python can import in an image. */
export async function importable(image: string, platform?: string): Promise<readonly string[]> {
  const program = LIST.replace('NAMES', JSON.stringify(NESTED));
  const options = { entrypoint: 'python3', ...(platform !== undefined && { platform }) };
  const { stdout, stderr } = await runContainer(image, ['-c', program], options);
  if (stdout === '') {
    throw new Error(stderr);
  }
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
}
