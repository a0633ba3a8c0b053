"""The people of the demo. Pure: imports nothing from Django.

Nobody can have an address at demo.example: the name is reserved (RFC 2606).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from sps_learn import roles

DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    name: str
    time_zone: str
    role: str = "student"  # as User.Role has it
    group: str | None = None  # as sps_learn/roles.py has it
    may_open_admin: bool = False
    has_password: bool = False
    learns: bool = True


NAMED = (
    Person(f"student@{DOMAIN}", "Mira Santos", "Europe/Lisbon", has_password=True),
    Person(
        f"nurse@{DOMAIN}",
        "Tomasz Nowak",
        "Europe/Warsaw",
        role="nurse",
        has_password=True,
    ),
    Person(
        f"instructor@{DOMAIN}",
        "Helen Osei",
        "Europe/London",
        role="",
        group=roles.INSTRUCTOR,
        may_open_admin=True,
        has_password=True,
        learns=False,
    ),
    Person(
        f"manager@{DOMAIN}",
        "Jonas Lindqvist",
        "Europe/Stockholm",
        role="",
        group=roles.MANAGER,
        has_password=True,
        learns=False,
    ),
)

# Six first names and five last ones a place: thirty people before a name comes again.
PLACES = (
    (
        "Europe/Berlin",
        ("Anna", "Lukas", "Marie", "Jonas", "Clara", "Emre"),
        ("Vogel", "Brandt", "Yılmaz", "Seidel", "Hartung"),
    ),
    (
        "Asia/Kolkata",
        ("Priya", "Arjun", "Meera", "Rohan", "Kavya", "Imran"),
        ("Nair", "Sharma", "Khan", "Iyer", "Das"),
    ),
    (
        "America/New_York",
        ("Grace", "Malik", "Elena", "Ben", "Tamika", "Ruth"),
        ("Walker", "Rivera", "Cohen", "Brooks", "Nguyen"),
    ),
    (
        "Africa/Lagos",
        ("Amara", "Chidi", "Ngozi", "Tunde", "Zainab", "Femi"),
        ("Okafor", "Adeyemi", "Bello", "Eze", "Balogun"),
    ),
    (
        "Asia/Manila",
        ("Liza", "Paolo", "Grace", "Carlo", "Joy", "Ramon"),
        ("Reyes", "Cruz", "Bautista", "Garcia", "Mendoza"),
    ),
    (
        "America/Sao_Paulo",
        ("Beatriz", "Rafael", "Luana", "Pedro", "Camila", "Davi"),
        ("Almeida", "Costa", "Ferreira", "Rocha", "Lima"),
    ),
    (
        "Australia/Sydney",
        ("Isla", "Noah", "Mei", "Jack", "Aroha", "Sana"),
        ("Campbell", "Chen", "Harris", "Tran", "Murphy"),
    ),
)


def learners(number: int) -> Iterator[Person]:
    """So many learners; the first are the same however many are asked for."""
    return islice(map(_learner, count()), number)


def _learner(n: int) -> Person:
    zone, first, last = PLACES[n % len(PLACES)]
    turn = n // len(PLACES)
    return Person(
        email=f"learner{n + 1:03}@{DOMAIN}",
        name=f"{first[turn % len(first)]} {last[turn % len(last)]}",
        time_zone=zone,
        role="nurse" if n % 3 == 1 else "student",
    )
