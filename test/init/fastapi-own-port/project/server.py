from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def home():
    return {"hello": "world"}


if __name__ == "__main__":
    import uvicorn

    uvicorn.run("server:app", host="127.0.0.1", port=9000, reload=True)
