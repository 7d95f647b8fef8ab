"""Sealed segments and the live tail, as one relation."""
