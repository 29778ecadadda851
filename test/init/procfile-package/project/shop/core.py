from flask import Flask

app = Flask("shop")


@app.get("/health")
def health():
    return "ok"
