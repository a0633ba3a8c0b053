"""What the progress page costs a learner of 10 answers, and one of 10,000.

    python -m tests.benchmarks.progress [--renders 200] [--profile]

CPU time of this process, without a server, on a database of its own with the content
files in it. The pages take turns, so that a busy hour hits all of them. Budgets of the
performance plan: 10,000 answers at most 1.15 times the cost of 10 (T6b).
"""

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from quizzes.models import Recall, Response  # noqa: E402
from sps_learn.accounts.models import User  # noqa: E402
from sps_learn.content import load  # noqa: E402
from tests.benchmarks import bare  # noqa: E402
from tests.benchmarks.answers import give_answers  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
FEW, MANY = 10, 10_000
WARM_UP, ROUNDS = 20, 10
LINES_OF_PROFILE = 30

type Page = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description="What the progress page costs.")
    parser.add_argument("--renders", type=int, default=200, help="of each page")
    parser.add_argument("--profile", action="store_true", help="of many answers")
    options = parser.parse_args()
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # empty: the pages only name files
    with database(), override_settings(ROOT_URLCONF=bare.__name__):
        load(ROOT, now=timezone.now())
        few, many = learner(FEW), learner(MANY)
        pages = {
            "bare Django": bare_page(few),
            f"{FEW} answers": progress_page(few),
            f"{MANY} answers": progress_page(many),
        }
        for name, page in pages.items():
            print(f"{name:>16}: {said_of(page)}")
        print_ratios(take_turns(pages, options.renders))
        if options.profile:
            print_profile(pages[f"{MANY} answers"], options.renders)


@contextmanager
def database() -> Iterator[None]:
    connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def learner(answers: int) -> User:
    made = User.objects.create_user(email=f"{answers}@example.org", password=None)
    give_answers(made, answers, timezone.now())
    seen = Recall.objects.for_learner(made).count()
    given = Response.objects.for_learner(made).count()
    print(f"A learner with {given} answers to {seen} questions")
    return made


def progress_page(who: User) -> Page:
    client = Client()
    client.force_login(who)
    return lambda: client.get(reverse("progress"))


def bare_page(who: User) -> Page:
    client = Client()
    client.force_login(who)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        client.handler.load_middleware()
    return lambda: client.get("/bare/")


def said_of(page: Page) -> str:
    for _ in range(WARM_UP):
        page()
    with CaptureQueriesContext(connection) as queries:
        response = page()
    assert response.status_code == 200, response.status_code
    return f"{len(queries)} queries, {len(response.content) / 1000:.1f} kB"


def take_turns(pages: dict[str, Page], renders: int) -> dict[str, list[float]]:
    """CPU milliseconds of each render, page by page in turns."""
    spent: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(renders):
        for name, page in pages.items():
            begun = time.process_time()
            page()
            spent[name].append((time.process_time() - begun) * 1000)
    return spent


def print_ratios(spent: dict[str, list[float]]) -> None:
    yardstick, few, many = spent
    for name, times in spent.items():
        print(f"{name:>16}: {median(times):.2f} ms, the median of {len(times)}")
    for over, under in [(many, few), (few, yardstick), (many, yardstick)]:
        rounds = sorted(by_round(spent[over], spent[under]))
        whole = median(spent[over]) / median(spent[under])
        print(
            f"{over} / {under}: {whole:.3f}"
            f" ({rounds[0]:.3f} to {rounds[-1]:.3f} in {len(rounds)} rounds)"
        )


def by_round(over: list[float], under: list[float]) -> Iterator[float]:
    length = max(len(over) // ROUNDS, 1)
    for start in range(0, len(over) - length + 1, length):
        part = slice(start, start + length)
        yield median(over[part]) / median(under[part])


def print_profile(page: Page, renders: int) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(renders):
        page()
    profile.disable()
    ours = rf"^{ROOT}/(sps_learn|lessons|quizzes)/"
    for where in ["", ours]:
        stats = pstats.Stats(profile).sort_stats("cumulative")
        stats.print_stats(where, LINES_OF_PROFILE)


if __name__ == "__main__":
    main()
