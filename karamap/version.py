"""The version, told once; pyproject.toml says the same (tests/test_package.py)."""

__version__ = "0.1.0"
