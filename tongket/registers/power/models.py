"""The table of versions of power projects."""

from typing import ClassVar

from django.db import models

from tongket.registers.shared.models import Version


class PowerVersion(Version):
    """A project, or one phase of it, over a span of days. MW and MWp are two columns and never added.

    Attributes:
        technology: of the vocabulary's dimension.
        phase: empty where the project has no phases.
        capacity: thousandths of MW; `peak` thousandths of MWp; `yearly` designed output, thousandths of million kWh.
        grid_kv: thousandths of kV.
        cod_day: first day of commercial operation.
        tariff: code of the tariff decision.
    """

    technology = models.CharField(max_length=20)
    phase = models.CharField(max_length=500, blank=True)
    owner = models.CharField(max_length=500, blank=True)
    river = models.CharField(max_length=500, blank=True)
    capacity = models.BigIntegerField(null=True)
    peak = models.BigIntegerField(null=True)
    yearly = models.BigIntegerField(null=True)
    grid_kv = models.BigIntegerField(null=True)
    policy_day = models.DateField(null=True)
    cod_day = models.DateField(null=True)
    tariff = models.CharField(max_length=30, blank=True)

    class Meta(Version.Meta):
        """See `Version`."""

        abstract = False
        # What lists are narrowed by, sorted by and summed: answered from the index, without reading the rows.
        indexes: ClassVar = [
            *Version.Meta.indexes,
            models.Index(
                fields=[
                    "known_to",
                    "demo",
                    "state",
                    "valid_from",
                    "valid_to",
                    "place",
                    "technology",
                    "capacity",
                    "peak",
                ],
                name="registers_power_told",
            ),
        ]
