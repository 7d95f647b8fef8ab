"""Pages of coordination: requests and answers, notices and who has read them, the address book."""
