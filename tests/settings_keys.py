"""The keys of newspaper.toml, read off its models: for the tests of its example and of its table."""

from collections.abc import Iterator
from typing import get_args, get_origin

from pydantic import BaseModel

CODE = "<code>"
EACH = "[]"


def key_paths(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Every key, tables opened; CODE stands for an edition's code, EACH for each of several tables."""
    for name, field in model.model_fields.items():
        inner = (field.annotation, *get_args(field.annotation))
        tables = [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]
        several = [
            part for kind, part in ((dict, CODE), (list, EACH)) if get_origin(field.annotation) is kind
        ]
        yield from ((name, *several, *rest) for table in tables for rest in key_paths(table))
        if not tables:
            yield (name,)


def written(path: tuple[str, ...]) -> str:
    """`editions.<code>.title`, `feeds[].url`."""
    return ".".join(path).replace("." + EACH, EACH)
