import { expect, test } from 'vitest';
import { entryPoints } from '../../src/plan/entry-points.js';

const SIGNS = { script: '', run: '!', module: ':' };

test.each<[string, readonly string[]]>([
  ['python main.py', ['main.py']],
  ['python3.13 -u -X dev -W error tools/run.py --flag x.py', ['tools/run.py']],
  ['/opt/venv/bin/python -m app', ['app!']],
  ['python -m app.cli --port 1', ['app.cli!']],
  ['python -m uvicorn app.main:app', ['uvicorn!', 'app.main:']],
  ['python -c print(1)', []],
  ['python', []],
  ['python -', []],
  ['uvicorn app.main:app --host 0.0.0.0 --port 8000', ['app.main:']],
  ['uvicorn --factory app.main:create', ['app.main:']],
  ['gunicorn -b localhost:8000 app:app', ['app:']],
  ['gunicorn -b unix:/tmp/x app:create(1)', ['app:']],
  ['gunicorn mysite.wsgi --bind 0.0.0.0:8000', ['mysite.wsgi:']],
  ['gunicorn --bind 0.0.0.0:8000 mysite.wsgi', ['mysite.wsgi:']],
  ['gunicorn -c python:settings -k uvicorn.workers.UvicornWorker a.b:c', ['a.b:']],
  ['hypercorn app:app', ['app:']],
  ['daphne -p 8000 mysite.asgi:application', ['mysite.asgi:']],
  ['granian --interface asgi main:app', ['main:']],
  ['celery -A tasks worker', ['tasks:']],
  ['celery --app=proj.celery:app worker -l info', ['proj.celery:']],
  ['celery worker', []],
  ['flask --app hello run', ['hello:']],
  ['flask run', []],
  ['streamlit run app.py --server.port 8501', ['app.py']],
  ['streamlit hello', []],
  ['http --version', []],
])('%s', (command, expected) => {
  const found = entryPoints(command.split(' '));
  expect(found.map(({ kind, name }) => `${name}${SIGNS[kind]}`)).toEqual(expected);
});
