import core

if __name__ == "__main__":
    print(core)
