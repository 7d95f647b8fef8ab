"""Texts from files: plain, HTML, Word and PDF, with the place of every letter in its file."""

from tongket.files.text.document import DocumentText, Piece, TextCell, TextTable
from tongket.files.text.reading import STDIN, document_of, read_bytes, read_document

__all__ = ["STDIN", "DocumentText", "Piece", "TextCell", "TextTable", "document_of", "read_bytes", "read_document"]
