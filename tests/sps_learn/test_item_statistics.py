import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.quizzes.marks import lsat, mini

ROOT = Path(__file__).parents[2]
NOWHERE = "postgres://nobody:nothing@127.0.0.1:1/nothing"


@pytest.fixture
def write(tmp_path):
    def write(data: str | bytes) -> Path:
        file = tmp_path / "responses.csv"
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return file

    return write


def as_csv(matrix):
    return "\n".join(",".join(map(str, row)) for row in [matrix.items, *matrix.rows])


def analysed(capsys, file, **options):
    call_command("item_statistics", responses=file, **options)
    return capsys.readouterr().out


def test_lsat_comes_back_as_json(capsys, write):
    found = json.loads(analysed(capsys, write(as_csv(lsat())), json=True))

    assert set(found) == {"n", "items", "quiz"}
    assert found["n"] == 1000
    assert [item["item"] for item in found["items"]] == ["1", "2", "3", "4", "5"]
    third = found["items"][2]
    assert third["facility"] == pytest.approx(0.553)
    assert third["discrimination"] == pytest.approx(0.172779, abs=1e-6)
    assert third["discriminative_efficiency"] == pytest.approx(21.89, abs=1e-4)
    assert third["effective_weight"] == pytest.approx(24.8549, abs=1e-4)
    assert found["quiz"]["alpha"] == pytest.approx(0.294997, abs=1e-6)
    assert found["quiz"]["error_ratio"] == pytest.approx(83.9644, abs=1e-4)


def test_what_is_not_defined_is_null(capsys, write):
    found = json.loads(analysed(capsys, write("a,b\n1,1\n1,1\n"), json=True))

    assert found["quiz"]["alpha"] is None
    assert found["quiz"]["reason"].startswith("All scores are the same")
    assert found["items"][0]["discrimination"] is None
    assert found["items"][0]["note"] == "everyone right"


def test_people_get_a_table(capsys, write):
    lines = analysed(capsys, write(as_csv(mini()))).splitlines()

    assert lines[0] == "10 learners, 5 items"
    assert "alpha           0.548" in lines
    (fifth,) = (line for line in lines if line.startswith("5 "))
    assert fifth.split()[1:6] == ["0", "60.0", "0.516", "0.408", "0.064"]
    assert any("fewer than 30 learners" in line for line in lines)
    assert "by design" in lines[-2] + lines[-1]


def test_the_table_says_what_is_not_defined_and_why(capsys, write):
    out = analysed(capsys, write("all,some\n1,0\n1,1\n"))

    assert "n/a" in out
    assert "all: everyone right" in out
    assert "nan" not in out.lower()


def test_a_long_name_does_not_break_the_table(capsys, write):
    out = analysed(capsys, write(f'"{"x" * 200}\ny",b\n1,0\n0,1\n'))

    assert max(map(len, out.splitlines())) < 130


def test_a_bad_file_is_refused_and_nothing_is_printed(capsys, write):
    file = write("a,b\n1,0\n1,2\n")

    with pytest.raises(CommandError) as refused:
        call_command("item_statistics", responses=file, json=True)

    assert str(refused.value) == (
        f"{file}, line 3, column 2: “2” for item “b” is above 1, the highest mark."
    )
    assert refused.value.returncode == 1
    assert capsys.readouterr().out == ""


def test_of_many_faults_the_first_twenty_are_named(write):
    with pytest.raises(CommandError) as refused:
        call_command("item_statistics", responses=write("a\n" + "x\n" * 30))

    assert len(str(refused.value).splitlines()) == 21
    assert str(refused.value).endswith("and 10 more")


def test_a_file_that_is_not_there_is_named(tmp_path):
    for missing in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("item_statistics", responses=missing)


@pytest.mark.parametrize(("mark", "code"), [("1", 0), ("7", 1)])
def test_it_runs_where_there_is_no_database(write, tmp_path, mark, code):
    file = write(f"a,b\n{mark},0\n0,1\n")
    environment = os.environ | {
        "DATABASE_URL": NOWHERE,
        "SPS_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sps_learn.settings",
    }

    ran = subprocess.run(
        [sys.executable, "manage.py", "item_statistics", "--json", "--responses", file],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == code, ran.stderr
    assert (json.loads(ran.stdout)["n"] == 2) if code == 0 else (ran.stdout == "")
    assert ("line 2, column 1" in ran.stderr) is (code == 1)
