from starlette.applications import Starlette
from starlette.routing import Route

import settings

app = Starlette(routes=[Route("/healthz", None)])
