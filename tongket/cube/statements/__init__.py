"""The statements that consolidate a nation: sets of whole numbers, filtered, joined, summed and compared.

Written once for every engine in the words all of them share; what differs (`Dialect`) is the widest whole number, whole
division and how a table is kept. Division is whole-number division, rounded half-up, and equals `core.exact.rounded`.
What each statement does, and why in this order: docs/algorithms/nation.md.
"""
