"""The README's commands and code are run, and what it prints of them is what they print."""

import contextlib
import doctest
import io
import re
import shlex
from pathlib import Path

import pytest

from rimland.scripts.build_docs import with_table
from rimland.scripts.cli import main

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")

SESSIONS = [
    (command, output)
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for command, output in re.findall(r"^\$ (rimland .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]

PYTHON = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)


def test_the_readme_shows_commands_and_python():
    assert len(SESSIONS) >= 3
    assert PYTHON


@pytest.mark.parametrize(("command", "output"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_of_the_readme_prints_what_the_readme_says(command, output, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with contextlib.suppress(SystemExit):
        main(shlex.split(command)[1:])
    assert capsys.readouterr().out.strip() == output.strip()


@pytest.mark.parametrize("block", PYTHON)
def test_the_python_of_the_readme_runs_and_answers_as_printed(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = io.StringIO()
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=report.write)
    assert runner.summarize(verbose=False).failed == 0, report.getvalue()


def test_the_table_of_layers_is_that_of_the_catalogue():
    assert with_table(README) == README, "run `python -m rimland.scripts.build_docs`"
