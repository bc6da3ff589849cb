"""What ``pip install .`` gives: the wheel in a fresh environment, asked from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from qa.folders import ROOT

pytestmark = pytest.mark.slow
# What is in the working tree and not ignored.
GIT = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "qa", "corpus"]
QUESTION = "what cooperation areas did Mishustin list"


def run(*command: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command that knows nothing of this checkout nor of this test's settings."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" and not k.startswith("QA_")}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=kept | variables, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "-w", folder, "-q"]
    # With the backend at hand nothing has to be fetched.
    alone = ["--no-build-isolation"] if find_spec("hatchling") else []
    done = run(*command, *alone, cwd=folder)
    if done.returncode and not alone:
        pytest.skip(f"no hatchling here and no package registry to fetch it: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("news_qa-*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the wheel; other packages are those of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    inside = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=inside))
    python = Path(sysconfig.get_path("scripts", "venv", vars=inside)) / "python"
    done = run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "-q", wheel,
        cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def test_the_wheel_holds_the_product_and_its_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names}
    assert tops == {"qa", f"{wheel.name.rsplit('-', 3)[0]}.dist-info"}
    shown = subprocess.run(GIT, cwd=ROOT, capture_output=True, text=True, check=False)
    if shown.returncode == 0:
        tracked = {n if n.startswith("qa/") else f"qa/{n}" for n in shown.stdout.splitlines()}
        assert tracked == {name for name in names if name.startswith("qa/")}
    assert "qa/py.typed" in names
    assert wheel.stat().st_size < 100_000_000


def test_it_answers_from_any_folder(python: Path, tmp_path: Path) -> None:
    news_qa, places = python.parent / "news-qa", {"XDG_DATA_HOME": str(tmp_path / "data")}
    here = tmp_path / "somewhere"
    here.mkdir()

    asked = run(news_qa, "ask", QUESTION, "--json", cwd=here, **places)
    assert asked.returncode == 1
    error = json.loads(asked.stdout)["error"]
    assert error["code"] == "index_not_found"
    assert "news-qa ingest" in error["hint"]

    package = run(python, "-c", "import qa; print(qa.__path__[0])", cwd=here).stdout.strip()
    assert str(python.parent.parent) in package, "not the checkout's"
    ingested = run(news_qa, "ingest", f"{package}/corpus", "--json", cwd=here, **places)
    assert ingested.returncode == 0, ingested.stderr
    assert json.loads(ingested.stdout)["added"] == 34

    asked = run(news_qa, "ask", QUESTION, "--json", cwd=here, **places)
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["answered"]
    assert "農業" in answer["text"] or "能源" in answer["text"]
    assert not any(here.iterdir()), "nothing is written where one happens to stand"
    written = {path.name for path in Path(package).iterdir()}
    assert "indexes" not in written


def test_it_imports_and_says_its_version(python: Path, tmp_path: Path) -> None:
    script = "import qa, importlib.metadata as m; print(qa.__version__, m.version('news-qa'))"
    done = run(python, "-c", script, cwd=tmp_path)
    first, second = done.stdout.split()
    assert first == second
