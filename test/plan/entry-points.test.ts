import { expect, test } from 'vitest';
import { entryPoints } from '../../src/plan/entry-points.js';

const SIGNS = { program: '*', script: '', run: '!', module: ':' };

test.each<[string, readonly string[]]>([
  ['python main.py', ['main.py']],
  ['python3.13 -u -X dev -W error tools/run.py --flag x.py', ['tools/run.py']],
  ['/opt/venv/bin/python -m app', ['app!']],
  ['python -m app.cli --port 1', ['app.cli!']],
  ['python -m uvicorn app.main:app', ['uvicorn!', 'app.main:']],
  ['python -c print(1)', []],
  ['python', []],
  ['python -', []],
  ['uvicorn app.main:app --host 0.0.0.0 --port 8000', ['uvicorn*', 'app.main:']],
  ['uvicorn --factory app.main:create', ['uvicorn*', 'app.main:']],
  ['gunicorn -b localhost:8000 app:app', ['gunicorn*', 'app:']],
  ['gunicorn -b unix:/tmp/x app:create(1)', ['gunicorn*', 'app:']],
  ['gunicorn mysite.wsgi --bind 0.0.0.0:8000', ['gunicorn*', 'mysite.wsgi:']],
  ['gunicorn --bind 0.0.0.0:8000 mysite.wsgi', ['gunicorn*', 'mysite.wsgi:']],
  ['gunicorn -c python:settings -k uvicorn.workers.UvicornWorker a.b:c', ['gunicorn*', 'a.b:']],
  ['hypercorn app:app', ['hypercorn*', 'app:']],
  ['daphne -p 8000 mysite.asgi:application', ['daphne*', 'mysite.asgi:']],
  ['granian --interface asgi main:app', ['granian*', 'main:']],
  ['celery -A tasks worker', ['celery*', 'tasks:']],
  ['celery --app=proj.celery:app worker -l info', ['celery*', 'proj.celery:']],
  ['celery worker', ['celery*']],
  ['flask --app hello run', ['flask*', 'hello:']],
  ['flask run', ['flask*']],
  ['streamlit run app.py --server.port 8501', ['streamlit*', 'app.py']],
  ['streamlit hello', ['streamlit*']],
  ['http --version', ['http*']],
])('%s', (command, expected) => {
  const found = entryPoints(command.split(' '));
  expect(found.map(({ kind, name }) => `${name}${SIGNS[kind]}`)).toEqual(expected);
});
