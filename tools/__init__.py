"""What makes files of the project from others: run by hand, never by the product."""
