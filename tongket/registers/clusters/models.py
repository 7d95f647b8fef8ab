"""The table of versions of industrial clusters."""

from typing import ClassVar

from django.db import models

from tongket.registers.shared.models import Version


class ClusterVersion(Version):
    """A cluster over a span of days.

    Attributes:
        terrain: plain or mountain, craft: what the decree's least size depends on.
        area, industrial, leasable, leased: ten-thousandths of ha.
        registered, disbursed: capital for the infrastructure, millionths of a billion VND.
        tenants, operating, workers: whole numbers.
        tenants_capital: millionths of a billion VND.
        wastewater: m³ a day that the plant can treat.
    """

    terrain = models.CharField(max_length=20, blank=True)
    investor = models.CharField(max_length=500, blank=True)
    established_by = models.CharField(max_length=500, blank=True)
    established_day = models.DateField(null=True)
    plan_day = models.DateField(null=True)
    area = models.BigIntegerField(null=True)
    industrial = models.BigIntegerField(null=True)
    leasable = models.BigIntegerField(null=True)
    leased = models.BigIntegerField(null=True)
    registered = models.BigIntegerField(null=True)
    disbursed = models.BigIntegerField(null=True)
    tenants = models.BigIntegerField(null=True)
    operating = models.BigIntegerField(null=True)
    tenants_capital = models.BigIntegerField(null=True)
    workers = models.BigIntegerField(null=True)
    wastewater = models.BigIntegerField(null=True)

    class Meta(Version.Meta):
        """See `Version`."""

        abstract = False
        # What lists are narrowed by, sorted by and summed: answered from the index, without reading the rows.
        indexes: ClassVar = [
            *Version.Meta.indexes,
            models.Index(
                fields=["known_to", "demo", "state", "valid_from", "valid_to", "place", "area", "leasable", "leased"],
                name="registers_cluster_told",
            ),
        ]
