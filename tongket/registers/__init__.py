"""Registers: what stands in the province, as of any day. One machinery (`shared`), one folder each."""

NAMES = ("power", "clusters")
"""The folders of registers, in the order of the menu."""
