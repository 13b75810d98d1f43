"""The map spec, its style, and one renderer a file."""
