"""Runs pip with the wheels that earlier builds have kept, and keeps those that it downloads.

Usage: keep_archives.py PACKAGES STORE PAGES LIST WORD... Where a wheel of a package in LIST is kept, pip gets a page with it
alone in place of the pages of its indices; that page is left in PAGES, named by the key of what is used. Where pip is not built
as it is known here, it runs as it is.
"""

import contextlib
import html
import importlib
import os
import runpy
import sys
from urllib.parse import quote

import archives
from records import normalised


def main(packages, store, pages, requirements, *words):
    sys.path[0] = packages
    sys.argv[:] = ["pip", *words]
    with contextlib.suppress(ImportError, AttributeError):
        watch(store, pages, archives.pinned(requirements))
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


def watch(store, pages, packages):
    """One call of pip serves what is kept and what is not: only where it looks for a package is changed, and never what it takes."""
    scope_class = importlib.import_module("pip._internal.models.search_scope").SearchScope
    prepare = importlib.import_module("pip._internal.operations.prepare")
    locate, fetch = scope_class.get_index_urls_locations, prepare.get_http_url
    keys = {}

    def locations(scope, project):
        name = normalised(project)
        if name in packages and scope.index_urls:
            keys[name] = archives.key_of(packages[name], [*scope.index_urls, *scope.find_links])
        wheel = keys.get(name) and archives.find(store, keys[name])
        return [write_page(os.path.join(pages, keys[name] + ".html"), wheel)] if wheel else locate(scope, project)

    def fetched(*words, **options):
        file = fetch(*words, **options)
        with contextlib.suppress(AttributeError, ValueError):
            link, download = words[:2]
            key = keys.get(normalised(link.filename.partition("-")[0]))
            if link.is_wheel and key and is_anonymous(download._session):
                archives.keep(store, key, file.path, link.filename, link.url_without_fragment)
        return file

    scope_class.get_index_urls_locations, prepare.get_http_url = locations, fetched


def is_anonymous(session):
    """Whether no server has got credentials: those of a page's links or of a keyring, or a certificate of the client."""
    return not (session.cert or session.auth.passwords)


def write_page(path, wheel):
    """A page as an index has it, by its URL."""
    with open(path, "w", encoding="utf-8") as file:
        file.write('<!DOCTYPE html><a href="file://%s">%s</a>\n' % (quote(wheel), html.escape(os.path.basename(wheel))))
    return "file://" + quote(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
