"""Package attributes fetched from their modules on first use (PEP 562): a light start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["fetch_lazily"]


def fetch_lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of `package`: `homes` maps each public name to its module's."""

    def fetch(name: str) -> Any:  # noqa: ANN401  a module attribute may be anything
        if name in homes:
            return getattr(import_module(f"{package}.{homes[name]}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return fetch
