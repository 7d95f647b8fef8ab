"""What all pages share: the frame, the words in two languages, signing in."""
