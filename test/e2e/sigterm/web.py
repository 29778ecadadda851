"""The same for gunicorn and for uvicorn."""


def application(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]


async def asynchronous(scope, receive, send):
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    print("shutdown")
    await send({"type": "lifespan.shutdown.complete"})
