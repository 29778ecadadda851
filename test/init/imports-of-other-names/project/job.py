import bson
import ruamel.yaml
from decouple import config

if __name__ == "__main__":
    print(bson, ruamel.yaml, config)
