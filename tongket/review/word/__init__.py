"""The Word writer: a review as a file that follows Decree 30/2020/NĐ-CP, every number bound to its figure."""

from tongket.review.word.writer import write_word

__all__ = ["write_word"]
