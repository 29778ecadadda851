def rows(path):
    return open(path).read().split()
