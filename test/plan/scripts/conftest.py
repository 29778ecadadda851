import shutil
import sys
from pathlib import Path

import pytest

TOPICS = sorted(Path(__file__).parent.glob("../../../src/plan/scripts/*/"))

sys.path[:0] = [str(topic.resolve()) for topic in TOPICS]


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """All programs in one folder, as a build step has them: they import each other by name."""
    folder = tmp_path_factory.mktemp("programs")
    for topic in TOPICS:
        for program in topic.glob("*.py"):
            shutil.copy(str(program), str(folder))
    return folder
