"""Joins the certificates of the Mopyfile to a bundle, as a layer of the image.

Usage: certificates.py TREE BUNDLE FOLDER. TREE then holds BUNDLE's certificates, those of FOLDER's files behind them.
"""

import os
import re
import sys

from times import set_times

BUNDLE = "etc/ssl/certs/ca-certificates.crt"
CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def main(tree, bundle, folder):
    target = os.path.join(tree, BUNDLE)
    os.makedirs(os.path.dirname(target))
    with open(target, "w", encoding="latin-1", newline="\n") as file:
        file.write(read(bundle).rstrip("\n") + "\n")
        for name in sorted(os.listdir(folder)):
            for certificate in CERTIFICATE.findall(read(os.path.join(folder, name))):
                file.write(certificate + "\n")
    set_times(tree)


def read(path):
    with open(path, encoding="latin-1") as file:
        return file.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
