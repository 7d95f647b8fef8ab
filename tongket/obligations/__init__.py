"""What falls due when, by which rule: returns now; dams, licences and tasks will ask the same rules."""
