"""A local package with a console script."""


def greet(word):
    return f"{word} from a local package"


def main():
    print(greet("hello"))
