import os

from aiohttp import web

app = web.Application()

if __name__ == "__main__":
    web.run_app(app, port=int(os.environ.get("PORT", 8081)))
