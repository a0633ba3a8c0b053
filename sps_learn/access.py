"""Who may use which address, and what everyone else gets: one row for every URL name.

The views decide; this table says what they decide, and tests/sps_learn/test_access.py
sends every role to every address and compares. It also fails where a row is missing.

Cohorts, and with them "an instructor of another cohort", come later. Until then the
pages of an attempt are its learner's alone: an instructor or an administrator is to
them another learner. The admin shows administrators that somebody sat down to one,
never what was answered.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import Enum, StrEnum
from fnmatch import fnmatchcase


class Role(StrEnum):
    AN = "AN"  # anonymous: nobody is signed in
    G = "G"  # a guest, to whom the object does not belong
    O = "O"  # the learner, member or guest, whose object it is  # noqa: E741
    L2 = "L2"  # another learner
    AU = "AU"  # an author, who writes drafts
    RE = "RE"  # a reviewer, who publishes
    I = "I"  # an instructor  # noqa: E741
    MG = "MG"  # a manager
    AD = "AD"  # an administrator
    SU = "SU"  # a member whose account was closed: a stranger from the next request on


class Answer(Enum):
    OK = "what the address is for"
    LOG_IN = "302 to the log-in page; for htmx 401 with HX-Redirect"
    NOT_FOUND = "404, as if it did not exist"
    FORBIDDEN = "403"
    WRONG_METHOD = "405"


@dataclass(frozen=True, slots=True)
class Others:
    """What those get who may not."""

    strangers: Answer
    signed_in: Answer
    writers: Answer


ANYONE = frozenset(Role)
STRANGERS = frozenset({Role.AN, Role.SU})
SIGNED_IN = ANYONE - STRANGERS
MEMBERS = SIGNED_IN - {Role.G}
OWNER = frozenset({Role.O})
WRITERS = frozenset({Role.AU, Role.RE, Role.I, Role.AD})
AUTHORS = WRITERS - {Role.I}
REVIEWERS = frozenset({Role.RE, Role.AD})
ADMIN = frozenset({Role.AD})
NOBODY: frozenset[Role] = frozenset()

SIGN_IN = Others(Answer.LOG_IN, Answer.LOG_IN, Answer.LOG_IN)
# A stranger may be the owner whose log-in has lapsed, so the way leads to the log-in
# page and back, for every id: whether there is such an object, this does not tell.
NOT_THEIRS = Others(Answer.LOG_IN, Answer.NOT_FOUND, Answer.NOT_FOUND)
HIDDEN = Others(Answer.NOT_FOUND, Answer.NOT_FOUND, Answer.NOT_FOUND)
NO_RIGHT = Others(Answer.LOG_IN, Answer.LOG_IN, Answer.FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Row:
    name: str  # of the address; with * for all names of one kind in the admin
    reads: Set[Role]  # who may GET and HEAD it
    sends: Set[Role] = NOBODY  # who may POST to it
    others: Others = SIGN_IN

    def answer(self, role: Role, method: str) -> Answer:
        """What the role gets for the method."""
        who = {"GET": self.reads, "HEAD": self.reads, "POST": self.sends}.get(method)
        if who is None:
            return Answer.WRONG_METHOD
        if role in who:
            return Answer.OK
        if role in STRANGERS and self.others.strangers is Answer.LOG_IN:
            # Who has to sign in first is told so first. Where anyone may do the one
            # thing, there is nobody to sign in for the other.
            return Answer.LOG_IN if self._needs_account else Answer.WRONG_METHOD
        if not who:
            return Answer.WRONG_METHOD
        return self.others.writers if role in WRITERS else self.others.signed_in

    @property
    def _needs_account(self) -> bool:
        return not STRANGERS & (self.reads | self.sends)


# A table is read by columns:
# fmt: off
TABLE = (
    #   address                                  who reads   who sends   the others get
    # The site's own pages
    Row("home",                                  ANYONE),
    Row("about",                                 ANYONE),
    Row("help",                                  ANYONE),
    Row("privacy",                               ANYONE),
    Row("accessibility",                         ANYONE),
    Row("progress",                              SIGNED_IN),
    Row("notices",                               SIGNED_IN,  SIGNED_IN),  # their own
    Row("set_theme",                             NOBODY,     ANYONE),
    Row("live",                                  ANYONE),
    Row("ready",                                 ANYONE),
    # Lessons: published ones are for anyone; a draft is at preview_lesson only
    Row("lessons:modules",                       ANYONE),
    Row("lessons:module",                        ANYONE),
    Row("lessons:lesson",                        ANYONE),
    Row("lessons:mark_read",                     NOBODY,     ANYONE),  # AN becomes G
    Row("lessons:record_section",                NOBODY,     ANYONE),  # AN: not kept
    Row("lessons:glossary",                      ANYONE),
    Row("lessons:sources",                       ANYONE),
    Row("lessons:preview_lesson",                WRITERS,    NOBODY,     HIDDEN),
    # Quizzes: starting is for anyone; an attempt is its learner's and nobody else's
    Row("quizzes:practise",                      ANYONE),
    Row("quizzes:build",                         ANYONE,     ANYONE),  # AN becomes G
    Row("quizzes:quiz",                          ANYONE),
    Row("quizzes:start_quiz",                    NOBODY,     ANYONE),  # AN becomes G
    Row("quizzes:check_lesson",                  NOBODY,     ANYONE),  # AN becomes G
    Row("quizzes:answer_once",                   NOBODY,     ANYONE),  # AN becomes G
    Row("quizzes:review",                        SIGNED_IN),  # their own
    Row("quizzes:start_review",                  NOBODY,     SIGNED_IN),
    Row("quizzes:mistakes",                      SIGNED_IN,  SIGNED_IN),  # their own
    Row("quizzes:mimics",                        ANYONE,     ANYONE),  # AN becomes G
    Row("quizzes:attempts",                      SIGNED_IN),  # their own
    Row("quizzes:attempt",                       OWNER,      NOBODY,     NOT_THEIRS),
    Row("quizzes:print_attempt",                 OWNER,      NOBODY,     NOT_THEIRS),
    Row("quizzes:question",                      OWNER,      OWNER,      NOT_THEIRS),
    Row("quizzes:time_left",                     OWNER,      NOBODY,     NOT_THEIRS),
    Row("quizzes:check_answers",                 OWNER,      NOBODY,     NOT_THEIRS),
    Row("quizzes:submit_attempt",                NOBODY,     OWNER,      NOT_THEIRS),
    Row("quizzes:preview_question",              WRITERS,    NOBODY,     HIDDEN),
    Row("quizzes:preview_quiz",                  WRITERS,    NOBODY,     HIDDEN),
    # One's own settings and data: no address names a person
    Row("accounts:settings",                     SIGNED_IN,  SIGNED_IN),
    Row("accounts:reading",                      NOBODY,     SIGNED_IN),  # a wish only
    Row("accounts:export_data",                  SIGNED_IN),
    Row("accounts:erase",                        SIGNED_IN,  SIGNED_IN),
    Row("accounts:finish",                       SIGNED_IN,  SIGNED_IN),
    Row("accounts:join_guest",                   MEMBERS,    MEMBERS),
    # Signing up and in (django-allauth)
    Row("account_login",                         ANYONE,     ANYONE),
    Row("account_logout",                        ANYONE,     ANYONE),  # G: to finish
    Row("account_signup",                        ANYONE,     ANYONE),
    Row("account_inactive",                      ANYONE),
    Row("account_reset_password",                ANYONE,     ANYONE),
    Row("account_reset_password_done",           ANYONE),
    Row("account_reset_password_from_key",       ANYONE,     ANYONE),  # with the link
    Row("account_reset_password_from_key_done",  ANYONE),
    Row("account_email_verification_sent",       ANYONE),
    Row("account_confirm_email",                 ANYONE,     ANYONE),  # with the link
    Row("account_confirm_login_code",            ANYONE,     ANYONE),  # leads away
    Row("account_email",                         MEMBERS,    MEMBERS),
    Row("account_change_password",               MEMBERS,    MEMBERS),
    Row("account_set_password",                  MEMBERS,    MEMBERS),
    Row("account_reauthenticate",                MEMBERS,    MEMBERS),
    # The admin: who looks at such rows, and who writes any of them (more: roles.py)
    Row("admin:login",                           ANYONE,     ANYONE),  # to log-in
    Row("admin:logout",                          NOBODY,     WRITERS),
    Row("admin:index",                           WRITERS),
    Row("admin:app_list",                        WRITERS),
    Row("admin:jsi18n",                          WRITERS),
    Row("admin:view_on_site",                    WRITERS),
    Row("admin:autocomplete",                    WRITERS),
    Row("admin:password_change*",                WRITERS,    WRITERS),
    Row("admin:lessons_topic_*",                 WRITERS,    ADMIN,      NO_RIGHT),
    Row("admin:lessons_module_*",                WRITERS,    ADMIN,      NO_RIGHT),
    Row("admin:lessons_lesson_*",                WRITERS,    AUTHORS,    NO_RIGHT),
    Row("admin:lessons_reference_*",             WRITERS,    AUTHORS,    NO_RIGHT),
    Row("admin:lessons_term_*",                  WRITERS,    AUTHORS,    NO_RIGHT),
    Row("admin:lessons_figure_*",                WRITERS,    AUTHORS,    NO_RIGHT),
    Row("admin:quizzes_bank_*",                  WRITERS,    ADMIN,      NO_RIGHT),
    Row("admin:quizzes_case_*",                  WRITERS,    AUTHORS,    NO_RIGHT),
    Row("admin:quizzes_question_*",              WRITERS,    AUTHORS,    NO_RIGHT),
    Row("admin:quizzes_quiz_*",                  WRITERS,    ADMIN,      NO_RIGHT),
    Row("admin:publishing_*_revision*",          WRITERS,    NOBODY,     NO_RIGHT),
    Row("admin:publishing_*_publish",            REVIEWERS,  REVIEWERS,  NO_RIGHT),
    Row("admin:publishing_*_retire",             REVIEWERS,  REVIEWERS,  NO_RIGHT),
    Row("admin:publishing_*_bring_back",         REVIEWERS,  REVIEWERS,  NO_RIGHT),
    Row("admin:publishing_*_restore",            REVIEWERS,  REVIEWERS,  NO_RIGHT),
    Row("admin:publishing_*_regrade",            REVIEWERS,  REVIEWERS,  NO_RIGHT),
    Row("admin:publishing_*_undo",               REVIEWERS,  REVIEWERS,  NO_RIGHT),
    Row("admin:quizzes_regrade_*",               REVIEWERS,  NOBODY,     NO_RIGHT),
    Row("admin:analysis_*",                      WRITERS,    NOBODY,     NO_RIGHT),
    Row("admin:quizzes_attempt_reopen",          ADMIN,      ADMIN,      NO_RIGHT),
    Row("admin:quizzes_attempt_[!r]*",           ADMIN,      NOBODY,     NO_RIGHT),
    Row("admin:admin_logentry_*",                ADMIN,      NOBODY,     NO_RIGHT),
    Row("admin:accounts_user_*",                 ADMIN,      ADMIN,      NO_RIGHT),
    Row("admin:account_emailaddress_*",          ADMIN,      ADMIN,      NO_RIGHT),
    Row("admin:auth_*",                          ADMIN,      ADMIN,      NO_RIGHT),
)
# fmt: on


def rows_for(name: str) -> list[Row]:
    """The rows that match the name of an address; there should be exactly one."""
    return [row for row in TABLE if fnmatchcase(name, row.name)]
