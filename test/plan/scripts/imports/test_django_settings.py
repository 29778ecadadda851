import pytest

DJANGO = {
    "manage.py": 'import os, django\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_1.settings")\n'
    "from django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    "site_1/__init__.py": "",
    "site_1/urls.py": "",
    "polls/__init__.py": "",
    "polls/apps.py": "class PollsConfig: pass\n",
    "polls/models.py": "",
    # Stands in for the distribution.
    "django/__init__.py": "def setup(): pass\n",
    "django/core/__init__.py": "",
    "django/core/management.py": "def execute_from_command_line(): pass\n",
}
SETTINGS = """ROOT_URLCONF = "site_1.urls"
INSTALLED_APPS = [
    "polls.apps.PollsConfig",
    "polls",
]
"""


def report(run, settings, files=(), **environment):
    project = {**DJANGO, "site_1/settings.py": settings, **dict(files)}
    return run(project, "script", "manage.py", prefix="", **environment)


def test_settings_that_name_what_is_there_pass(run):
    assert report(run, SETTINGS) == (0, [])


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('"site_1.urls"', '"site_1.url"', "site_1/settings.py:1: `ROOT_URLCONF: site_1.url` cannot work: there is no `site_1.url` in the project: did you mean `urls`?"),
        ('"polls",', '"pols",', "site_1/settings.py:4: `INSTALLED_APPS: pols` cannot work: nothing provides `pols`: did you mean `polls`?"),
        ("polls.apps.PollsConfig", "polls.apps.PollConfig", "site_1/settings.py:3: `INSTALLED_APPS: polls.apps.PollConfig` cannot work: `polls.apps` has no `PollConfig`"),
        ('"polls",', '"polls", "corsheaders",', "`INSTALLED_APPS: corsheaders` cannot work: nothing provides `corsheaders`: add `django-cors-headers` to `pip`"),
        ("ROOT", 'MIDDLEWARE = ["gone_1.Middleware"]\nROOT', "site_1/settings.py:1: `MIDDLEWARE: gone_1.Middleware` cannot work: nothing provides `gone_1`"),
    ],
)  # fmt: skip
def test_what_settings_name_in_vain_is_an_error(run, old, new, text):
    code, [line] = report(run, SETTINGS.replace(old, new))
    assert code == 1
    assert line.startswith("error: ")
    assert text in line


def test_models_of_an_application_are_followed(run):
    code, [line] = report(run, SETTINGS, {"polls/models.py": "import absent_1\n"})
    assert code == 1
    assert line.startswith("error: polls/models.py:1: `import absent_1` cannot work")


def test_settings_that_take_others_are_looked_through(run):
    base = SETTINGS.replace('"polls",', '"pols",')
    code, [line] = report(run, "from .base import *\nDEBUG = False\n", {"site_1/base.py": base})
    assert (code, line.partition(" `")[0]) == (1, "error: site_1/base.py:4:")


@pytest.mark.parametrize(
    ("settings", "files"),
    [
        (SETTINGS.replace('"polls",', '"absent_1",') + 'INSTALLED_APPS.remove("absent_1")\n', {}),
        (SETTINGS.replace('"polls",', '"absent_1",') + "INSTALLED_APPS = []\n", {}),
        ("if True:\n    INSTALLED_APPS = ['absent_1']\nelse:\n    INSTALLED_APPS = []\n", {}),
        ("try:\n    from .local import *\nexcept ImportError:\n    pass\nROOT_URLCONF = 'absent_1'\n", {"site_1/local.py": ""}),
        ("from .base import *\nINSTALLED_APPS = []\n", {"site_1/base.py": "INSTALLED_APPS = ['absent_1']\n"}),
        ("INSTALLED_APPS = [name, *others, 'not a name']\n", {}),
        ("ROOT_URLCONF = 'absent_1'\n", {"manage.py": "import django\n"}),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_passed_over(run, settings, files):
    assert report(run, settings, files) == (0, [])


@pytest.mark.parametrize(
    ("settings", "files"),
    [
        ("WSGI_APPLICATION = 'absent_1.application'\n", {}),
        ("INSTALLED_APPS = ['absent_1']\n", {"site_1/settings_production.py": ""}),
    ],
)
def test_what_a_program_may_do_without_is_a_warning(run, settings, files):
    code, [line] = report(run, settings, files)
    assert code == 0
    assert line.startswith("warning: site_1/settings.py:1: ")


def test_the_settings_that_the_image_names_are_certain(run):
    files = {"site_1/settings_production.py": "INSTALLED_APPS = ['absent_1']\n"}
    code, [line] = report(run, SETTINGS, files, DJANGO_SETTINGS_MODULE="site_1.settings_production")
    assert code == 1
    assert line.startswith("error: site_1/settings_production.py:1: ")
