"""Draft, revision, published: what every authored thing has in common.

An author works on a `draft`, JSON in the schema of the content files. Publishing
makes an immutable revision of it; learners only ever see a revision.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from .diff import Change, changes, touches
from .files import Schema, digest


class LoadedFromFiles(models.Model):
    """A row that a content file made, and that an instructor may have changed since."""

    # Columns that say where it stands: its number among others, its file.
    place_fields: ClassVar[tuple[str, ...]] = ()

    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """The row as the file holds it."""
        raise NotImplementedError

    def take(self, content: Schema) -> None:
        """Fill the row from a file's content, without saving it."""
        raise NotImplementedError

    @property
    def is_changed_here(self) -> bool:
        """Whether the row is not any more as the files left it."""
        return self.fingerprint() != self.loaded_digest

    def fingerprint(self) -> str:
        """Of all that the files say of the row: its content, and where it stands."""
        place = [getattr(self, name) for name in self.place_fields]
        return digest([self.content(), *place])

    def note_as_loaded(self) -> None:
        """Remember the row as the files left it."""
        # Of the row as it is: what it could not take is not an instructor's change.
        self.loaded_digest = self.fingerprint()
        self.save(update_fields=["loaded_digest"])


class PublishableQuerySet[M: "Publishable"](models.QuerySet[M]):
    def published(self) -> Self:
        # The same rule for one row: Publishable.is_published.
        return self.filter(published__isnull=False, is_retired=False)

    def with_unpublished_changes(self) -> Self:
        """Those whose draft is not what learners see (or who have never seen it)."""
        return self.filter(Q(published=None) | ~Q(draft=F("published__content")))


class Publishable(LoadedFromFiles):
    """Something people write that learners see only once it is published.

    A subclass adds `published`, a nullable key to the newest of its revisions, and
    says how its content is checked and rendered.
    """

    # Fields of the content whose change makes learners' knowledge out of date.
    material_fields: ClassVar[frozenset[str]] = frozenset()

    draft = models.JSONField(editable=False)
    is_retired = models.BooleanField(
        "retired",
        default=False,
        help_text="Not shown to learners; what they did with it stays.",
    )

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        return self.draft

    def take(self, content: Schema) -> None:
        self.draft = content.content()

    def checked_draft(self) -> Schema:
        """The draft in its schema; raises pydantic's ValidationError."""
        raise NotImplementedError

    def render(self, content: dict[str, Any]) -> dict[str, Any]:
        """The HTML that pages show of this content, as JSON."""
        raise NotImplementedError

    def adopt(self, content: dict[str, Any]) -> None:
        """Copy what the database is asked about from published content."""

    @property
    def is_published(self) -> bool:
        # The same rule for many rows: PublishableQuerySet.published.
        return self.published_id is not None and not self.is_retired

    @property
    def has_unpublished_changes(self) -> bool:
        return self.published is None or self.draft != self.published.content

    def draft_changes(self) -> list[Change]:
        """What publishing would change for learners."""
        return changes(self.published.content if self.published else {}, self.draft)

    def suggests_material(self) -> bool:
        """Whether the draft changes what a learner should know."""
        return self.published is not None and touches(
            self.draft_changes(), self.material_fields
        )

    def objectives_touched(self) -> list[str]:
        """Codes of the objectives that the draft or the published version serves."""
        old = objective_codes(self.published.content) if self.published else []
        return list(dict.fromkeys([*old, *objective_codes(self.draft)]))

    @transaction.atomic
    def publish(
        self,
        *,
        by: models.Model | None,
        reason: str,
        now: datetime,
        is_material: bool | None = None,
        objectives: Sequence[str] | None = None,
    ) -> "Revision":
        """Make the draft what learners see; the draft of before stays a revision.

        Without a change nothing happens. `is_material` and `objectives` are worked
        out from the difference when they are not given.
        """
        content = self.checked_draft().content()
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        self.published = locked.published
        if self.draft != content:
            self.draft = content
            self.save(update_fields=["draft"])
        if self.published is not None and self.published.content == content:
            return self.published
        if is_material is None:
            is_material = self.suggests_material()
        if objectives is None:
            objectives = self.objectives_touched()
        self.published = self.revisions.create(
            number=self.revisions.count() + 1,
            content=content,
            created_at=now,
            author=by,
            reason=reason,
            is_material=is_material,
            objectives=list(objectives) if is_material else [],
            rendered=self.render(content),
        )
        self.adopt(content)
        self.save()
        return self.published

    def draft_as_revision(self, *, now: datetime) -> "Revision":
        """The draft as a revision that is never saved, for a preview."""
        content = self.checked_draft().content()
        return self.revisions.model(
            number=0, content=content, created_at=now, rendered=self.render(content)
        )

    def restore(self, revision: "Revision") -> None:
        """Make an older revision the draft again; publishing is a step of its own."""
        self.draft = revision.content
        self.save(update_fields=["draft"])


class Revision(models.Model):
    """One published version. Immutable, but for the rendered HTML beside it."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    is_material = models.BooleanField(default=False)
    objectives = models.JSONField(default=list)
    rendered = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and set(kwargs.get("update_fields") or ["content"]) != {"rendered"}:
            raise TypeError("A revision does not change; publish a new one.")
        super().save(*args, **kwargs)


def objective_codes(content: dict[str, Any]) -> list[str]:
    """The objectives that a content serves: one of a question, several of a lesson."""
    return content.get("objectives") or [
        code for code in [content.get("objective")] if code
    ]


def render_again(
    revisions: models.QuerySet, render: Callable[[dict[str, Any]], dict[str, Any]]
) -> int:
    """Rebuild the rendered HTML of every revision; say how many changed."""
    changed = 0
    for revision in revisions.iterator():
        rendered = render(revision.content)
        if rendered != revision.rendered:
            revision.rendered = rendered
            revision.save(update_fields=["rendered"])
            changed += 1
    return changed
