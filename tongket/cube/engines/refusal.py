"""What engines refuse in one voice."""

from tongket.core.errors import InvalidInput


def beyond() -> InvalidInput:
    """Return the error of a total that 64 bits do not hold."""
    return InvalidInput(
        "một tổng vượt quá 64 bit; kiểm tra đơn vị của các số đã nộp",
        "a total passes 64 bits; check the units of what was handed in",
    )
