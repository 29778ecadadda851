import waitress


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


if __name__ == "__main__":
    waitress.serve(application, host="0.0.0.0", port=8080)
