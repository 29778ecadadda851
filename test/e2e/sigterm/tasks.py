import celery
import celery.signals

app = celery.Celery(broker="memory://")


@celery.signals.worker_shutdown.connect
def shut_down(**_):
    print("shutdown")
