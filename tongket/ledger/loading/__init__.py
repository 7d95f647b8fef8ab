"""Files in, figures out: the tidy layout, the statutory monthly return, and empty workbooks of both. No Django."""
