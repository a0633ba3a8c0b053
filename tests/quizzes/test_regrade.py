"""Marks given anew after a key was corrected, and given back."""

import sys
from datetime import timedelta
from math import fsum

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes import actions, learner_data
from quizzes.models import Attempt, MarkChange, Recall, Regrade, Response
from quizzes.recall import rebuild
from quizzes.regrading import Flip, Misfit, Move
from sps_learn.accounts.learners import export_learner, merge_learners
from sps_learn.accounts.models import Notice
from sps_learn.accounts.notices import mark_read
from tests.accounts.factories import GuestFactory, UserFactory
from tests.lessons.factories import NOON
from tests.quizzes.attempts import MULTIPLE, Slot, running
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    ResponseFactory,
    option,
)
from tests.quizzes.regrades import (
    LATER,
    RIGHT,
    THEN,
    WRONG,
    answered,
    confirm,
    correct,
    state,
    undo,
)
from tests.quizzes.test_recount import assert_counts_agree

pytestmark = pytest.mark.django_db


def preview(revision, **scope):
    return actions.preview_regrade(revision=revision, scope=actions.Scope(**scope))


def recall_state(learner):
    return list(Recall.objects.for_learner(learner).order_by("question").values())


def without_keys(rows):
    return [{name: v for name, v in row.items() if name != "id"} for row in rows]


# The dry run ----------------------------------------------------------------------


def test_a_dry_run_says_what_would_move_and_flip_and_changes_nothing(question):
    answered(question, WRONG, pass_mark=50)  # 0 of 1, would be 1
    answered(question, RIGHT, pass_mark=50)  # 1 of 1, would be 0
    answered(question, {"options": ["c"]})
    answered(question, None)
    revision = correct(question)
    before = state()

    run = preview(revision)

    assert (run.looked_at, run.judged, run.moved) == (4, 4, 2)
    assert run.moves == {Move.UP: 1, Move.DOWN: 1, Move.SAME: 2}
    assert run.flips == {Flip.TO_PASSED: 1, Flip.TO_NOT_PASSED: 1}
    assert [(line.old, line.new) for line in run.lines] == [("0", "1"), ("1", "0")]
    assert state() == before


def test_a_safety_question_that_is_right_now_lets_an_attempt_pass(where):
    asked = QuestionFactory(objective=where, content={"safety": True})
    others = [Slot(RIGHT) for _ in range(3)]
    attempt = answered(asked, WRONG, others=others, pass_mark=70)
    assert (attempt.reaches_pass_mark, attempt.is_passed) == (True, False)

    run = preview(correct(asked))

    assert run.flips == {Flip.TO_PASSED: 1}


def test_a_dry_run_looks_only_at_what_an_older_revision_marked(question):
    answered(question, WRONG)
    revision = correct(question)
    answered(question, WRONG)
    answered(QuestionFactory(), WRONG)
    running([Slot(WRONG, question=question)])

    run = preview(revision)

    assert run.looked_at == 1


def test_what_a_running_test_will_have_marked_by_its_own_revision_is_waiting(question):
    running([Slot(WRONG, question=question)])
    running([Slot(None, question=question)])
    revision = correct(question)
    running([Slot(WRONG, question=question)])  # begun with the corrected one

    run = preview(revision)

    assert (run.looked_at, run.waiting) == (0, 2)


def test_attempts_are_chosen_by_quiz_by_date_and_by_what_was_shown(question):
    one, two = QuizFactory(), QuizFactory()
    answered(question, WRONG, quiz=one)
    answered(question, WRONG, quiz=two, started_at=NOON + timedelta(days=1))
    answered(question, WRONG, quiz=None)
    shown = question.published
    middle = correct(question, key="c")
    answered(question, WRONG, quiz=two, started_at=NOON + timedelta(days=2))
    revision = correct(question)

    chosen = {
        "all": preview(revision),
        "quiz": preview(revision, quiz=two.pk),
        "none": preview(revision, is_outside_quizzes=True),
        "since": preview(revision, since=NOON + timedelta(days=1)),
        "before": preview(revision, before=NOON + timedelta(days=1)),
        "shown": preview(revision, shown=shown.pk),
        "middle": preview(revision, shown=middle.pk, quiz=one.pk),
    }

    assert {name: run.looked_at for name, run in chosen.items()} == {
        **{"all": 4, "quiz": 2, "none": 1, "since": 2, "before": 2, "shown": 3},
        "middle": 0,
    }


def test_what_cannot_be_judged_is_skipped_with_the_reason(question):
    answered(question, WRONG)
    answered(question, {"options": ["c"]})
    revision = correct(question, options=[option("b", key=True), option("c")])

    run = preview(revision)

    assert run.skipped == {Misfit.GONE: 1}
    assert [line.misfit for line in run.skipped_lines] == [Misfit.GONE]
    assert run.moves == {Move.SAME: 1}


def test_an_answer_whose_option_reads_differently_now_is_counted(question):
    answered(question, WRONG)
    changed = [option("a", key=True) | {"text": "Quite another"}, option("b")]

    run = preview(correct(question, options=changed))

    assert (run.reworded, run.moves) == (1, {Move.UP: 1})


@pytest.mark.parametrize("scope", [{}, {"quiz": 1}])
def test_a_dry_run_costs_the_same_for_3_attempts_and_for_60(question, scope):
    costs = []
    revision = None
    for number in (3, 57):
        for _ in range(number):
            answered(question, WRONG, others=[Slot(RIGHT)], pass_mark=80)
        revision = revision or correct(question)
        if number == 57:
            Response.objects.filter(question=question).update(
                shown_revision=question.revisions.last(),
                graded_revision=question.revisions.last(),
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            preview(revision, **scope)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 8


# Doing it -------------------------------------------------------------------------


def test_marks_sums_and_memory_are_as_if_the_key_had_been_right(question, learner):
    attempt = answered(
        question, WRONG, others=[Slot(RIGHT), Slot(WRONG)], learner=learner
    )
    revision = correct(question)

    regrade = confirm(revision)

    attempt.refresh_from_db()
    slot = attempt.responses.get(position=1)
    assert (slot.fraction, slot.graded_revision) == (1, revision)
    assert slot.shown_revision.number == 1
    assert attempt.marks == 2
    assert_counts_agree()
    (change,) = regrade.changes.all()
    assert (change.old_fraction, change.new_fraction) == (0, 1)
    assert (change.old_revision.number, change.new_revision) == (1, revision)
    recall = Recall.objects.get(question=question)
    assert (recall.last_fraction, recall.corrected_at) == (1, THEN)


def test_sums_of_parts_are_counted_anew_and_do_not_drift(where):
    asked = QuestionFactory(objective=where, **MULTIPLE)
    thirds = [
        Slot({"options": ["b"]}, kind="multiple", content={"scheme": "proportional"})
        for _ in range(7)
    ]
    attempt = answered(asked, {"options": ["a"]}, others=thirds, pass_mark=60)
    options = [option("a", key=True), option("b"), option("c")]
    revision = correct(asked, options=options)

    for _ in range(3):
        undo(confirm(revision))
    confirm(revision)

    attempt.refresh_from_db()
    assert attempt.marks == fsum(attempt.responses.values_list("fraction", flat=True))


def test_the_safety_rule_counts_as_it_was_shown(where):
    asked = QuestionFactory(objective=where, content={"safety": True})
    attempt = answered(asked, RIGHT, pass_mark=50)
    assert attempt.is_passed

    confirm(correct(asked, safety=False))

    attempt.refresh_from_db()
    assert (attempt.safety_missed, attempt.is_passed) == (1, False)
    assert_counts_agree()


def test_answers_that_are_not_graded_yet_stay_as_they_are(question):
    attempt = running([Slot(WRONG, question=question)])
    answered(question, WRONG)
    revision = correct(question)

    confirm(revision)

    slot = attempt.responses.get()
    assert (slot.fraction, slot.graded_revision) == (None, None)
    actions.finish(learner=attempt.learner, attempt=attempt.pk, now=LATER)
    slot.refresh_from_db()
    assert (slot.fraction, slot.graded_revision.number) == (0, 1)
    assert preview(revision).looked_at == 1  # and can be marked again in its turn


def test_a_graded_answer_of_a_running_practice_is_marked_again_too(question):
    attempt = AttemptFactory(size=2, answered=1)
    ResponseFactory(attempt=attempt, question=question, chosen=["a"])
    ResponseFactory(attempt=attempt)

    confirm(correct(question))

    attempt.refresh_from_db()
    assert (attempt.marks, attempt.is_finished) == (1, False)


def test_a_skipped_answer_keeps_its_mark_and_nobody_is_told(question):
    attempt = answered(question, WRONG)
    answered(question, RIGHT)
    revision = correct(question, options=[option("b"), option("c", key=True)])

    regrade = confirm(revision)

    slot = attempt.responses.get()
    assert (slot.fraction, slot.graded_revision.number) == (0, 1)
    assert not regrade.changes.filter(response=slot).exists()
    assert not Notice.objects.filter(learner=attempt.learner).exists()
    assert regrade.numbers["skipped"] == {"gone": 1}


def test_doing_it_costs_the_same_for_3_attempts_and_for_60(where):
    costs = []
    for number in (3, 60):
        asked = QuestionFactory(objective=where)
        for _ in range(number):
            answered(asked, WRONG, pass_mark=80)
        revision = correct(asked)
        run = preview(revision)
        with CaptureQueriesContext(connection) as queries:
            confirm(revision, digest=run.digest)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 45


def test_a_large_number_is_done_in_parts(question, monkeypatch):
    for module in ("dry_run", "regrade"):
        # By its name: the package has a function that is called as the module is.
        monkeypatch.setattr(sys.modules[f"quizzes.actions.{module}"], "CHUNK", 4)
    attempts = [answered(question, WRONG) for _ in range(11)]

    regrade = confirm(correct(question))

    assert regrade.changes.count() == 11
    assert Attempt.objects.filter(marks=1).count() == 11
    assert Notice.objects.count() == len(attempts)
    assert_counts_agree()


# Once, and only what was looked at ------------------------------------------------


def test_the_same_dry_run_confirmed_twice_is_done_once(question):
    answered(question, WRONG)
    revision = correct(question)
    run = preview(revision)

    one, two = (confirm(revision, digest=run.digest) for _ in range(2))

    assert one == two == Regrade.objects.get()
    assert Notice.objects.count() == MarkChange.objects.count() == 1


def test_a_dry_run_that_is_out_of_date_is_refused_with_the_new_one(question):
    answered(question, WRONG)
    late = running([Slot(RIGHT, question=question)])
    revision = correct(question)
    run = preview(revision)
    actions.finish(learner=late.learner, attempt=late.pk, now=LATER)
    before = state()

    with pytest.raises(actions.Stale) as stale:
        confirm(revision, digest=run.digest)

    assert stale.value.run.looked_at == 2
    assert stale.value.run.digest == preview(revision).digest != run.digest
    assert state() == before


def test_a_dry_run_after_which_another_scope_was_done_is_out_of_date(question):
    quiz = QuizFactory()
    answered(question, WRONG, quiz=quiz)
    answered(question, WRONG)
    revision = correct(question)
    run = preview(revision)
    confirm(revision, scope=actions.Scope(quiz=quiz.pk))

    with pytest.raises(actions.Stale):
        confirm(revision, digest=run.digest)

    assert MarkChange.objects.count() == 1


def test_a_pass_that_changed_meanwhile_makes_a_dry_run_out_of_date(question):
    other = QuestionFactory()
    answered(question, WRONG, others=[Slot(WRONG, question=other)], pass_mark=60)
    revision, of_other = correct(question), correct(other)
    run = preview(revision)
    confirm(of_other)

    with pytest.raises(actions.Stale) as stale:
        confirm(revision, digest=run.digest)

    assert (run.flips, stale.value.run.flips) == ({}, {Flip.TO_PASSED: 1})


def test_nothing_to_do_is_not_done(question):
    revision = correct(question)

    with pytest.raises(actions.Stale):
        confirm(revision)

    assert not Regrade.objects.exists()


def test_a_regrade_and_its_changes_are_never_rewritten(question):
    answered(question, WRONG)
    regrade = confirm(correct(question))

    regrade.reason = "Another"
    with pytest.raises(TypeError):
        regrade.save()
    with pytest.raises(TypeError):
        regrade.changes.get().save()


# Undoing it -----------------------------------------------------------------------


def test_undone_everything_is_as_before(question, learner):
    for answer in (WRONG, RIGHT, None):
        answered(question, answer, others=[Slot(RIGHT)], learner=learner, pass_mark=60)
    before = (
        *(sorted(Attempt.objects.values_list("pk", "marks", "safety_missed")),),
        *(sorted(Response.objects.values_list("pk", "fraction", "graded_revision")),),
        without_keys(recall_state(learner)),
    )
    reviewer = UserFactory()

    regrade = undo(confirm(correct(question)), by=reviewer)

    assert before == (
        *(sorted(Attempt.objects.values_list("pk", "marks", "safety_missed")),),
        *(sorted(Response.objects.values_list("pk", "fraction", "graded_revision")),),
        without_keys(recall_state(learner)),
    )
    assert (regrade.undone_by, regrade.undone_at) == (reviewer, LATER)


def test_undoing_twice_is_undoing_once(question):
    answered(question, WRONG)
    regrade = confirm(correct(question))

    undo(regrade)
    again = undo(regrade, now=LATER + timedelta(days=1))

    assert again.undone_at == LATER


def test_what_was_undone_can_be_done_again(question):
    attempt = answered(question, WRONG)
    revision = correct(question)

    undo(confirm(revision))
    confirm(revision, now=LATER)

    attempt.refresh_from_db()
    assert (attempt.marks, Regrade.objects.standing().count()) == (1, 1)


def test_a_regrade_under_a_later_one_is_not_undone_before_it(question):
    attempt = answered(question, WRONG)
    first = confirm(correct(question))
    second = confirm(correct(question, key="c"), now=LATER)
    before = state()

    with pytest.raises(actions.BuiltUpon) as refused:
        undo(first)

    assert refused.value.later == [second]
    assert state() == before
    undo(second)
    undo(first)
    attempt.refresh_from_db()
    assert (attempt.marks, attempt.responses.get().graded_revision.number) == (0, 1)


def test_a_later_regrade_of_other_attempts_stands_in_nobodys_way(question):
    quiz = QuizFactory()
    answered(question, WRONG, quiz=quiz)
    revision = correct(question)
    first = confirm(revision, scope=actions.Scope(quiz=quiz.pk))
    answered(question, WRONG).responses.update(
        shown_revision=question.revisions.last(),
        graded_revision=question.revisions.last(),
    )
    confirm(revision, now=LATER)

    assert not undo(first).is_standing


# The review queue -----------------------------------------------------------------


def test_a_question_is_due_at_once_and_says_why(question, learner):
    answered(question, RIGHT, learner=learner)
    before = Recall.objects.get()

    confirm(correct(question))

    after = Recall.objects.get()
    assert before.due_at > THEN - timedelta(days=2)
    assert (after.corrected_at, after.due_at <= THEN) == (THEN, True)


def test_replay_comes_to_the_same_after_all_that(question, learner):
    answered(question, RIGHT, learner=learner)
    answered(question, WRONG, learner=learner, started_at=NOON + timedelta(days=1))
    revision = correct(question)

    regrade = confirm(revision)
    kept = without_keys(recall_state(learner))
    rebuild(learner)
    assert without_keys(recall_state(learner)) == kept

    undo(regrade)
    kept = without_keys(recall_state(learner))
    rebuild(learner)
    assert without_keys(recall_state(learner)) == kept
    assert kept[0]["corrected_at"] is None


def test_the_next_answer_takes_it_out_of_the_queue(question, learner):
    answered(question, WRONG, learner=learner)
    confirm(correct(question))

    answered(question, WRONG, learner=learner, started_at=LATER)

    recall = Recall.objects.get()
    assert (recall.corrected_at, recall.last_fraction) == (None, 1)
    assert recall.due_at > LATER
    kept = without_keys(recall_state(learner))
    rebuild(learner)
    assert without_keys(recall_state(learner)) == kept


def test_who_has_met_the_corrected_question_since_need_not_meet_it_again(
    question, learner
):
    answered(question, WRONG, learner=learner)
    revision = correct(question)
    answered(question, WRONG, learner=learner, started_at=THEN)

    confirm(revision, now=LATER)

    recall = Recall.objects.get()
    assert (recall.answers, recall.corrected_at) == (2, None)
    assert recall.due_at > LATER - timedelta(days=1)


# Notices --------------------------------------------------------------------------


def test_each_learner_gets_one_notice_for_all_their_attempts(question, learner):
    older = answered(question, WRONG, learner=learner)
    newer = answered(question, RIGHT, learner=learner, started_at=NOON + timedelta(1))
    answered(question, WRONG)

    confirm(correct(question))

    notice = Notice.objects.get(learner=learner)
    assert Notice.objects.count() == 2
    assert notice.link == newer.responses.get().get_absolute_url()
    assert (
        f"“{older.title}” of 21 November 2026 your mark for it was 0 and is 1 now"
        in notice.text
    )
    assert (
        f"“{newer.title}” of 22 November 2026 your mark for it was 1 and is 0 now"
        in notice.text
    )
    learner.refresh_from_db()
    assert learner.unread_notices == 1


def test_a_notice_says_that_an_attempt_is_passed_now(question):
    answered(question, WRONG, pass_mark=50)

    confirm(correct(question))

    assert "this attempt is passed" in Notice.objects.get().text


def test_who_was_told_a_wrong_key_hears_of_it_though_the_mark_stays(question):
    answered(question, {"options": ["c"]})

    regrade = confirm(correct(question))

    assert regrade.numbers["told"] == 1
    assert "your mark stays 0" in Notice.objects.get().text


def test_nobody_hears_of_a_change_of_words_only(question):
    answered(question, WRONG)
    revision = correct(question, key="b", stem="What, then?")

    regrade = confirm(revision)

    assert (regrade.numbers["same"], regrade.numbers["told"]) == (1, 0)
    assert not Notice.objects.exists()
    assert Recall.objects.get().corrected_at is None


def test_an_unread_notice_is_withdrawn_and_a_read_one_answered(question, learner):
    answered(question, WRONG, learner=learner)
    unaware = answered(question, WRONG).learner
    regrade = confirm(correct(question))
    mark_read(learner, now=LATER)

    undo(regrade)

    assert not Notice.objects.filter(learner=unaware).exists()
    second, first = Notice.objects.filter(learner=learner)
    assert (first.is_read, second.is_read) == (True, False)
    assert "marks are again as they were" in second.text
    for person, unread in ((learner, 1), (unaware, 0)):
        person.refresh_from_db()
        assert person.unread_notices == unread


# A learner's own data -------------------------------------------------------------


def test_changes_and_notices_move_with_a_guest_and_can_be_undone(question, learner):
    guest = GuestFactory()
    attempt = answered(question, WRONG, learner=guest)
    answered(question, WRONG, learner=learner)
    regrade = confirm(correct(question))

    merge_learners(guest, into=learner)

    learner.refresh_from_db()
    assert Notice.objects.filter(learner=learner).count() == learner.unread_notices == 2
    assert Recall.objects.get().corrected_at == THEN
    undo(regrade)
    attempt.refresh_from_db()
    learner.refresh_from_db()
    assert (attempt.marks, learner.unread_notices) == (0, 0)


def test_changes_and_notices_are_exported_and_erased(question, learner):
    answered(question, WRONG, learner=learner)
    confirm(correct(question))

    exported = export_learner(learner)
    learner_data.erase(learner)

    (change,) = exported["quizzes.MarkChange"]
    assert (change["old_fraction"], change["new_fraction"]) == (0, 1)
    assert exported["quizzes.Response"][0]["graded_by_revision"] == 2
    assert len(exported["accounts.Notice"]) == 1
    assert not MarkChange.objects.exists()
    assert Regrade.objects.get().is_standing


def test_a_regrade_whose_learner_left_can_be_undone(question, learner):
    answered(question, WRONG, learner=learner)
    other = answered(question, WRONG)
    regrade = confirm(correct(question))
    learner_data.erase(learner)

    undo(regrade)

    other.refresh_from_db()
    assert other.marks == 0


# Stopped in the middle ------------------------------------------------------------


class Stopped(Exception):
    pass


def stopped_after(writes):
    """Let so many writes happen, and break down at the next."""
    left = [writes]

    def wrapper(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if not left[0]:
                raise Stopped
            left[0] -= 1
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def stop_after_each_write(deed):
    """The states that a deed leaves when it is stopped after its k-th write."""
    states = []
    for k in range(100):
        try:
            with stopped_after(k):
                deed()
        except Stopped:
            states.append(state())
        else:
            return states
    raise AssertionError("It never came to its end.")


def test_a_regrade_stopped_anywhere_has_changed_nothing(question, learner):
    for answer in (WRONG, RIGHT, {"options": ["c"]}):
        answered(question, answer, learner=learner, others=[Slot(RIGHT)], pass_mark=60)
    answered(question, WRONG)
    revision = correct(question)
    digest = preview(revision).digest
    before = state()

    states = stop_after_each_write(lambda: confirm(revision, digest=digest))

    assert len(states) >= 7
    assert set(states) == {before}
    assert state() != before
    assert_counts_agree()


def test_an_undoing_stopped_anywhere_has_changed_nothing(question, learner):
    for answer in (WRONG, RIGHT):
        answered(question, answer, learner=learner, pass_mark=60)
    answered(question, WRONG)
    regrade = confirm(correct(question))
    mark_read(learner, now=LATER)
    before = state()

    states = stop_after_each_write(lambda: undo(regrade))

    assert len(states) >= 6
    assert set(states) == {before}
    assert state() != before
    assert_counts_agree()
