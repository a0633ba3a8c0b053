"""What texts refer to: sources, terms and figures."""

from typing import Any

from django.db import models

from sps_learn.publishing.models import LoadedFromFiles

from .. import schemas
from .columns import columns, fill


class Reference(LoadedFromFiles):
    """A source document or an item of the literature."""

    place_fields = ("order",)

    key = models.CharField(max_length=20, unique=True)
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=30)
    title = models.TextField()
    authors = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    pmid = models.CharField("PMID", max_length=20, blank=True)
    url = models.URLField("address", max_length=500, blank=True)
    grade = models.CharField(max_length=50, blank=True)
    checked = models.DateField(help_text="When somebody last looked at the source.")
    review_by = models.DateField(null=True, blank=True)
    paragraphs = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    @property
    def link(self) -> str:
        """Where to read it: by DOI, then PubMed, then its own address."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    def content(self) -> dict[str, Any]:
        return columns(self, schemas.ReferenceContent)

    def take(self, content: schemas.ReferenceContent) -> None:
        fill(self, content)


class Term(LoadedFromFiles):
    """A word that the lessons explain."""

    place_fields = ("order",)

    term = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, unique=True)
    order = models.PositiveIntegerField(default=0)
    aliases = models.JSONField(default=list, blank=True)
    definition = models.TextField()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.term

    def content(self) -> dict[str, Any]:
        return columns(self, schemas.TermContent)

    def take(self, content: schemas.TermContent) -> None:
        fill(self, content)


class Figure(LoadedFromFiles):
    """A drawing, with the same information in words."""

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField()
    long_text = models.TextField()
    svg = models.TextField("drawing (SVG)")
    svg_narrow = models.TextField("drawing for narrow screens (SVG)", blank=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        return columns(self, schemas.FigureContent)

    def take(self, content: schemas.FigureContent) -> None:
        fill(self, content)
