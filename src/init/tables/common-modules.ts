/**
 * Modules that programs import most, of Python itself and of distributions: long enough that a name one letter away from them is
 * a slip, and without those that have such neighbours (`openai` and `openapi`).
 */
export const COMMON_MODULES: readonly string[] = (
  'argparse asyncio collections dataclasses datetime functools itertools logging multiprocessing pathlib random ' +
  'sqlite3 subprocess threading traceback unittest ' +
  'aiohttp alembic asyncpg boto3 celery cryptography discord django dotenv fastapi flask gradio gunicorn httpx jinja2 ' +
  'litestar matplotlib numpy openpyxl pandas playwright plotly polars psutil psycopg pyarrow pydantic pymongo pymysql ' +
  'pytest redis requests scipy scrapy seaborn selenium sklearn sqlalchemy starlette streamlit telegram tensorflow ' +
  'torch tornado transformers urllib3 uvicorn websockets yaml'
).split(' ');
