import pandas as pd


def main():
    sales = pd.read_csv("data/sales.csv")
    sales.groupby("shop").sum().to_parquet("/tmp/report.parquet")
    print(sales.to_html())


if __name__ == "__main__":
    main()
