import requests
import yaml


def main():
    print(yaml.safe_dump(requests.get("https://example.org").headers))


if __name__ == "__main__":
    main()
