from celery import Celery

worker = Celery("proj", include=["proj.tasks"])
