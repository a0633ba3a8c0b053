"""What each role may do in the admin. Pure: imports nothing from Django.

A role is a group of the same name. Migrations make the groups; after a change here
write one that grants or takes the rights (tests/sps_learn/test_roles.py compares).
Who is in a group also needs "may open the admin" (is_staff). A manager has no part in
the admin; learners and guests are in no group.
"""

from collections.abc import Mapping

AUTHOR, REVIEWER, INSTRUCTOR = "author", "reviewer", "instructor"
MANAGER, ADMINISTRATOR = "manager", "administrator"
ROLES = (AUTHOR, REVIEWER, INSTRUCTOR, MANAGER, ADMINISTRATOR)

VIEW = "view"
WRITE = "view add change"
PUBLISH = "view add change publish"
CHANGE = "view change"
ALL = "view add change delete"
ALL_AND_PUBLISH = "view add change delete publish"
NONE = ""

# A table is read by columns.
# fmt: off
RIGHTS: Mapping[str, tuple[str, str, str, str]] = {
    # model                 author   reviewer  instructor  administrator
    "lessons.topic":        (VIEW,   VIEW,     VIEW,       ALL),
    "lessons.module":       (VIEW,   VIEW,     VIEW,       ALL),
    "lessons.objective":    (VIEW,   VIEW,     VIEW,       ALL),
    "lessons.lesson":       (WRITE,  PUBLISH,  VIEW,       ALL_AND_PUBLISH),
    "lessons.reference":    (WRITE,  WRITE,    VIEW,       ALL),
    "lessons.term":         (WRITE,  WRITE,    VIEW,       ALL),
    "lessons.figure":       (WRITE,  WRITE,    VIEW,       ALL),
    "quizzes.bank":         (VIEW,   VIEW,     VIEW,       ALL),
    "quizzes.case":         (WRITE,  WRITE,    VIEW,       ALL),
    "quizzes.question":     (WRITE,  PUBLISH,  VIEW,       ALL_AND_PUBLISH),
    "quizzes.quiz":         (VIEW,   VIEW,     VIEW,       ALL),
    "quizzes.blueprintrow": (VIEW,   VIEW,     VIEW,       ALL),
    "quizzes.attempt":      (NONE,   NONE,     NONE,       CHANGE),
    "quizzes.regrade":      (NONE,   VIEW,     NONE,       VIEW),
    "accounts.user":        (NONE,   NONE,     NONE,       ALL),
    "account.emailaddress": (NONE,   NONE,     NONE,       ALL),
    "auth.group":           (NONE,   NONE,     NONE,       ALL),
    "admin.logentry":       (NONE,   NONE,     NONE,       VIEW),
}
# fmt: on

_COLUMNS = (AUTHOR, REVIEWER, INSTRUCTOR, ADMINISTRATOR)


def rights_of(role: str) -> set[str]:
    """The permissions of a role, like `lessons.change_lesson`."""
    if role not in _COLUMNS:
        return set()
    column = _COLUMNS.index(role)
    return {
        permission
        for model, rights in RIGHTS.items()
        for permission in _permissions(model, rights[column])
    }


def _permissions(model: str, actions: str) -> list[str]:
    app, name = model.split(".")
    return [f"{app}.{action}_{name}" for action in actions.split()]
