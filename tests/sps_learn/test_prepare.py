"""What ./dev run skips, and what it does again. tests/test_dev.py runs it whole."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections

from sps_learn.management.commands import prepare
from sps_learn.management.commands.prepare import Stamps, checksum, contents
from tests.quizzes.factories import RecallFactory

STEPS = ["migrate", "createcachetable", "load_content", "collectstatic"]


@pytest.fixture
def steps(monkeypatch, settings, tmp_path):
    """The commands that were called, instead of their work."""
    settings.VAR_DIR = tmp_path
    called: list[str] = []
    monkeypatch.setattr(
        prepare, "call_command", lambda name, **options: called.append(name)
    )
    return called


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_superuser(
        "a@example.org", "long-password-1"
    )


def run(**options) -> str:
    out = StringIO()
    call_command("prepare", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_start_does_everything(steps, administrator):
    printed = run()

    assert steps == [*STEPS, "first_admin"]
    assert printed.count(" ...\n") == 3


@pytest.mark.django_db
def test_the_second_start_does_nothing_and_says_nothing(steps, administrator):
    run()
    steps.clear()

    printed = run()

    assert steps == ["first_admin"]
    assert printed == ""


@pytest.mark.django_db
def test_summaries_of_an_earlier_version_are_made_anew(steps, administrator):
    RecallFactory(due_at=None)

    run()

    assert steps[:2] == ["migrate", "rebuild_recall"]


@pytest.mark.django_db
def test_force_does_everything_again(steps, administrator):
    run()
    steps.clear()

    run(force=True)

    assert steps == [*STEPS, "first_admin"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("migrations_state", "migrate"),
        ("cache_state", "createcachetable"),
        ("content_state", "load_content"),
        ("static_state", "collectstatic"),
    ],
)
def test_only_what_changed_is_done_again(
    steps, administrator, monkeypatch, state, step
):
    run()
    steps.clear()
    monkeypatch.setattr(prepare, state, lambda: "changed")

    run()

    assert steps == [step, "first_admin"]


@pytest.mark.django_db
def test_a_database_without_administrator_gets_its_content(steps, administrator):
    run()
    steps.clear()
    administrator.delete()

    run()

    assert steps == ["load_content", "first_admin"]


@pytest.mark.django_db
def test_a_step_that_failed_is_tried_again(steps, administrator, monkeypatch):
    def fail(name, **options):
        steps.append(name)
        if name == "load_content":
            raise CommandError("lesson.md:3: no title")

    with monkeypatch.context() as patch:
        patch.setattr(prepare, "call_command", fail)
        with pytest.raises(CommandError, match=r"lesson\.md:3"):
            run()
    steps.clear()

    run()

    assert steps == ["load_content", "collectstatic", "first_admin"]


@pytest.mark.django_db
def test_an_unreachable_database_is_one_line_with_a_remedy(steps, monkeypatch):
    def refuse(self):
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(type(connections["default"]), "ensure_connection", refuse)

    with pytest.raises(CommandError) as failure:
        run()

    line = str(failure.value)
    assert line.startswith("The database cannot be reached: connection refused. ")
    assert "\n" not in line
    assert steps == []


@pytest.mark.parametrize("text", ["", "{", "[1]", "null"])
def test_a_spoilt_stamp_file_counts_as_none(tmp_path, text):
    file = tmp_path / "prepared.json"
    file.write_text(text)

    stamps = Stamps(file)

    assert stamps.differ("migrate", "a")
    stamps.keep("migrate", "a")
    assert not Stamps(file).differ("migrate", "a")


def test_contents_differ_by_name_and_by_bytes_and_leave_other_files_out(tmp_path):
    def state():
        return checksum(*contents([tmp_path], {".md"}))

    states = [state()]
    (tmp_path / "a.md").write_text("x")
    states.append(state())
    (tmp_path / "a.md").write_text("y")
    states.append(state())
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    states.append(state())
    assert len(set(states)) == 4

    (tmp_path / "a.txt").write_text("x")

    assert state() == states[-1]
