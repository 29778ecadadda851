from flask import Flask, render_template

app = Flask(__name__)


@app.get("/")
def home() -> str:
    return render_template("home.html", name="Flask")


@app.get("/health")
def health() -> str:
    return "ok"
