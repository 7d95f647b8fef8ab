"""Consolidate, compare, explain. Pure: rows come in as Arrow and Parquet."""
