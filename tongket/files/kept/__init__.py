"""Files that stay: attachments on disk by the hash of what is in them, for any package to point at."""
