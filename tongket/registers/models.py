"""All tables of the registers, for Django to find: the machinery's and each register's versions."""

from tongket.registers.clusters.models import ClusterVersion
from tongket.registers.power.models import PowerVersion
from tongket.registers.shared.models import Change, Decision, Event, Note, Policy, Record

__all__ = ["Change", "ClusterVersion", "Decision", "Event", "Note", "Policy", "PowerVersion", "Record"]
