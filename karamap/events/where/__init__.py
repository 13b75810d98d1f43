"""Where an event was: the places that its words govern, and what stands for a place."""
