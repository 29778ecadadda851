import polars

from load import rows


def main():
    print(polars.DataFrame(rows("data/sales.csv")))


if __name__ == "__main__":
    main()
