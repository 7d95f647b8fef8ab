"""Says which numbers of a text do not hold, with the arithmetic. See docs/algorithms/verifying.md."""

from tongket.prose.verify.checking import verify, verify_with_ledger
from tongket.prose.verify.ledger import Ledger, StatedLevel, StatedRatio

__all__ = ["Ledger", "StatedLevel", "StatedRatio", "verify", "verify_with_ledger"]
