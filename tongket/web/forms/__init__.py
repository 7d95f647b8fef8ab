"""Pages of return forms: which there are, how one looks, a new version put together, previewed and published."""
