from contextlib import asynccontextmanager

from fastapi import FastAPI

from .routers import greetings


@asynccontextmanager
async def lifespan(_: FastAPI):
    print("opened", flush=True)
    yield
    print("closed", flush=True)


app = FastAPI(lifespan=lifespan)
app.include_router(greetings.router)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
