import os

from celery import Celery
from celery.signals import worker_ready, worker_shutdown

app = Celery("tasks", broker=os.environ["BROKER_URL"])


@app.task
def add(left: int, right: int) -> int:
    return left + right


@worker_ready.connect
def greet(**_: object) -> None:
    print("opened", flush=True)


@worker_shutdown.connect
def leave(**_: object) -> None:
    print("closed", flush=True)
