"""Figures as rows, where they were stated, and what was withheld."""

from typing import ClassVar

from django.db import models


class Source(models.Model):
    """An address or document that stated figures. Triggers refuse to change or remove it."""

    address = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.address


class Scale(models.Model):
    """Unit and decimals an indicator had when its first figure was recorded: what its stored integers mean.

    Were the vocabulary changed afterwards, every stored number would be read wrongly; so `post` compares.
    """

    indicator = models.CharField(max_length=100, unique=True)
    unit = models.CharField(max_length=40)
    scale = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.indicator}: {self.unit}, {self.scale}"


class FigureRow(models.Model):
    """One figure as it was stated, or one later statement of it. Never changed, but by withholding.

    Attributes:
        id: given by `services.post` under the stream's lock: a later row has a greater id.
        posting: number of its posting in the stream `figures`.
        series: `Key.series_id`; with `measure` it names the key.
        members: of the dimensions, joined by commas; empty for the total.
        period_first, period_length, period_on: the period's fields, to sort and join by.
        value, high: whole numbers of 10^-scale units of the indicator; of a ratio: of 10^-6 (% or times).
            None where there is no number.
        decimals: printed decimals; None where not printed.
        known_from: the day its source said it.
        supersedes: id of the row of the same key that was known just before; None for none.
        until: `known_from` of the row of the same key, already there, that was known just after; None for none.
        fingerprint: SHA-256 of what is stated, so that the same statement is not recorded twice.
        withheld_by: the posting that withheld its payload; None as a rule.
    """

    posting = models.IntegerField(db_index=True)
    series = models.CharField(max_length=16)
    measure = models.CharField(max_length=20)
    indicator = models.CharField(max_length=100)
    members = models.TextField(blank=True)
    place = models.CharField(max_length=30)
    period = models.CharField(max_length=20)
    period_first = models.IntegerField()
    period_length = models.SmallIntegerField()
    period_on = models.DateField(null=True)
    scenario = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    body = models.CharField(max_length=60)
    basis = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    value = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    qualifier = models.CharField(max_length=10)
    notation = models.CharField(max_length=10)
    decimals = models.SmallIntegerField(null=True)
    printed = models.TextField(blank=True)
    known_from = models.DateField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="rows", db_index=False)
    locator = models.TextField(blank=True)
    note = models.TextField(blank=True)
    supersedes = models.BigIntegerField(null=True)
    until = models.DateField(null=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    withheld_by = models.IntegerField(null=True)

    class Meta:
        """The table keeps the name the house gave it; a key is looked up whole."""

        db_table = "ledger_figure"
        indexes: ClassVar = [
            models.Index(fields=["series", "measure"], name="ledger_figure_key"),
            # Who fills in a return is asked about the plan of the place while they type; plans are few.
            models.Index(fields=["place", "period"], name="ledger_figure_plan", condition=models.Q(scenario="plan")),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.indicator} {self.place} {self.period}"


class Withholding(models.Model):
    """Rows withheld by law, and the segment made anew for it (one record for each; none: the rows were in the tail).

    Attributes:
        posting: the posting that withheld.
        rows: how many rows it withheld in all.
        legal_basis: the provision that demands it.
        first, last: postings of the segment; None where no segment held the rows.
        old_sha256, new_sha256: of the segment's file before and after.
    """

    posting = models.IntegerField(db_index=True)
    rows = models.IntegerField()
    legal_basis = models.TextField()
    first = models.IntegerField(null=True)
    last = models.IntegerField(null=True)
    old_sha256 = models.CharField(max_length=64, blank=True)
    new_sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.posting}: {self.rows}"
