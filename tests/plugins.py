"""What the whole test run follows: which tests a machine may skip.

A machine without Chromium, or with SQLite only, skips what it cannot run. Where
SPS_REQUIRE_BROWSER=1 or SPS_REQUIRE_POSTGRES=1 is set (.ci/run sets them), such a
skip is a failure, and so is a run in which nothing of the kind took place.
"""

import os
from pathlib import Path

import hypothesis
import pytest

# A busy machine must not fail a test for taking its time, nor chance a run that has
# nothing to do with it. To look further: --hypothesis-profile=look-further.
hypothesis.settings.register_profile("sps-learn", deadline=None, derandomize=True)
hypothesis.settings.register_profile("look-further", deadline=None, derandomize=False)
hypothesis.settings.load_profile("sps-learn")

BROWSER_TESTS = Path(__file__).parent / "browser"


def is_required(what: str) -> bool:
    return os.environ.get(f"SPS_REQUIRE_{what}", "") not in {"", "0"}


def why_it_must_run(node: pytest.Item | pytest.Collector) -> str | None:
    """The reason why this test, or file of tests, may not be skipped here."""
    if is_required("BROWSER") and BROWSER_TESTS in node.path.parents:
        return "SPS_REQUIRE_BROWSER is set"
    if is_required("POSTGRES") and not node.get_closest_marker("sqlite"):
        return "SPS_REQUIRE_POSTGRES is set"
    return None


def fail_a_forbidden_skip(
    report: pytest.TestReport | pytest.CollectReport,
    node: pytest.Item | pytest.Collector,
) -> None:
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    if why := why_it_must_run(node):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        report.outcome = "failed"
        report.longrepr = f"{why}, so this may not be skipped. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    fail_a_forbidden_skip(report, item)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = yield
    fail_a_forbidden_skip(report, collector)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from django.db import connection

    if is_required("POSTGRES") and connection.vendor != "postgresql":
        raise pytest.UsageError(
            "SPS_REQUIRE_POSTGRES is set: set DATABASE_URL to a PostgreSQL database."
        )
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
        for marker, vendor in (("postgres", "postgresql"), ("sqlite", "sqlite")):
            if item.get_closest_marker(marker) and connection.vendor != vendor:
                item.add_marker(pytest.mark.skip(reason=f"only for {vendor}"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that had to include browser tests, and had none."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if not is_required("BROWSER") or session.exitstatus != pytest.ExitCode.OK:
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not any(
        "browser" in report.keywords for report in reporter.getreports("passed")
    ):
        reporter.write_line("SPS_REQUIRE_BROWSER is set, but no browser test ran.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
