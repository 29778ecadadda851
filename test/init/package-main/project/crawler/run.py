import httpx


def run():
    print(httpx)
