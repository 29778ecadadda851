/** Distributions whose modules have other names, by module. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  Crypto: 'pycryptodome',
  MySQLdb: 'mysqlclient',
  OpenSSL: 'pyOpenSSL',
  PIL: 'pillow',
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  cairo: 'pycairo',
  cv2: 'opencv-python-headless',
  dateutil: 'python-dateutil',
  discord: 'discord.py',
  dns: 'dnspython',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  fitz: 'PyMuPDF',
  flask_sqlalchemy: 'Flask-SQLAlchemy',
  git: 'GitPython',
  github: 'PyGithub',
  google: 'google-cloud-core',
  grpc: 'grpcio',
  jose: 'python-jose',
  jwt: 'PyJWT',
  ldap: 'python-ldap',
  magic: 'python-magic',
  multipart: 'python-multipart',
  nacl: 'PyNaCl',
  openai: 'openai',
  pkg_resources: 'setuptools<82',
  pptx: 'python-pptx',
  psycopg2: 'psycopg2-binary',
  rest_framework: 'djangorestframework',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  slugify: 'python-slugify',
  telegram: 'python-telegram-bot',
  websocket: 'websocket-client',
  yaml: 'PyYAML',
  zmq: 'pyzmq',
};

/** The distribution that has a top-level module: the one that is known for it, else the one of its name. */
export function distributionOf(module: string): string {
  return Object.hasOwn(DISTRIBUTIONS, module)
    ? (DISTRIBUTIONS[module] ?? module)
    : module.replaceAll('_', '-');
}
