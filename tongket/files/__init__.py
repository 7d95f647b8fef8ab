"""Attachments and workbooks: reading outside files safely."""
