"""Who says so: acts of saying, their speakers, how far their words reach, and what is planned."""
