from app.core import config
from fastapi import FastAPI

app = FastAPI()
