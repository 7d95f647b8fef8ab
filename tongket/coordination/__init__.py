"""What passes between the Department and its units beside returns: requests, notices, an address book."""
