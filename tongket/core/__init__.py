"""The words of the field: period, place, indicator, unit, number, figure. Standard library only."""
