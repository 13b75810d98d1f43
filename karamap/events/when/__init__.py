"""When an event was: the dates of its sentence that are its own."""
