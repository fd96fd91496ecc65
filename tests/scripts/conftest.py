"""The command in this process, and what it answered."""

import json

import pytest

from rimland.scripts.cli import main


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        with pytest.raises(SystemExit) as left:
            main(words)
        out, err = capsys.readouterr()
        return left.value.code, out, err

    return call


def answer(outcome):
    status, out, err = outcome
    assert (status, err) == (0, "")
    return json.loads(out)
