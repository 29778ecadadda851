/** Debian packages that a distribution needs. */
export interface Need {
  /** To be compiled with, where its wheels do not have them. */
  readonly buildDeps?: readonly string[];
  /** For libraries that it opens by name, and programs that it calls. */
  readonly runtimeDeps?: readonly string[];
  readonly reason: string;
  /** Distributions beside which it needs nothing. */
  readonly unless?: readonly string[];
}

function compiled(name: string, ...buildDeps: readonly string[]): readonly [string, Need] {
  return [name, { buildDeps, reason: `${name} has no wheels and is compiled with it` }];
}

function opens(name: string, ...runtimeDeps: readonly string[]): readonly [string, Need] {
  return [name, { runtimeDeps, reason: `${name} opens it when it is imported or used` }];
}

function calls(name: string, ...runtimeDeps: readonly string[]): readonly [string, Need] {
  return [name, { runtimeDeps, reason: `${name} calls its programs` }];
}

/** Needs of distributions, by their normalised names. Debian's names are those of its releases 11 to 13. */
export const NEEDS: ReadonlyMap<string, Need> = new Map([
  compiled('psycopg2', 'libpq-dev'),
  compiled('psycopg-c', 'libpq-dev'),
  compiled('psycopg[c]', 'libpq-dev'),
  compiled('mysqlclient', 'default-libmysqlclient-dev', 'pkg-config'),
  compiled('pycairo', 'libcairo2-dev', 'pkg-config'),
  compiled('rlpycairo', 'libcairo2-dev', 'pkg-config'),
  compiled('python-ldap', 'libldap2-dev', 'libsasl2-dev'),
  compiled('django-auth-ldap', 'libldap2-dev', 'libsasl2-dev'),
  compiled('pygraphviz', 'libgraphviz-dev', 'pkg-config'),
  compiled('xmlsec', 'libxmlsec1-dev', 'pkg-config'),
  compiled('python3-saml', 'libxmlsec1-dev', 'pkg-config'),
  compiled('pylibmc', 'libmemcached-dev'),
  compiled('dbus-python', 'libdbus-1-dev', 'pkg-config'),
  compiled('pyaudio', 'portaudio19-dev'),
  compiled('gssapi', 'libkrb5-dev'),
  compiled('systemd-python', 'libsystemd-dev', 'pkg-config'),
  compiled('pycups', 'libcups2-dev'),
  compiled('gdal', 'libgdal-dev'),
  opens('python-magic', 'libmagic1'),
  opens('weasyprint', 'libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0', 'fonts-dejavu-core'),
  opens('opencv-python', 'libgl1', 'libglib2.0-0'),
  opens('opencv-contrib-python', 'libgl1', 'libglib2.0-0'),
  opens('cairosvg', 'libcairo2'),
  opens('cairocffi', 'libcairo2'),
  opens('pyzbar', 'libzbar0'),
  opens('pyvips', 'libvips42'),
  opens('pyodbc', 'unixodbc'),
  calls('gitpython', 'git'),
  calls('pdf2image', 'poppler-utils'),
  calls('pytesseract', 'tesseract-ocr'),
  calls('ocrmypdf', 'tesseract-ocr', 'ghostscript'),
  calls('graphviz', 'graphviz'),
  calls('pypandoc', 'pandoc'),
  calls('ffmpeg-python', 'ffmpeg'),
  calls('pydub', 'ffmpeg'),
  calls('moviepy', 'ffmpeg'),
  calls('openai-whisper', 'ffmpeg'),
  calls('yt-dlp', 'ffmpeg'),
  [
    'psycopg',
    {
      runtimeDeps: ['libpq5'],
      reason: 'psycopg opens it, unless it is installed as psycopg[binary]',
      unless: ['psycopg[binary]', 'psycopg[c]', 'psycopg-binary', 'psycopg-c'],
    },
  ],
]);
