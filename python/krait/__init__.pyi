# SPDX-License-Identifier: Apache-2.0
import json
from collections.abc import Callable
from typing import Any, Final

__all__ = [
    "JSONDecodeError",
    "JSONEncodeError",
    "__version__",
    "build_info",
    "dumps",
    "loads",
]

__version__: Final[str]

class JSONDecodeError(json.JSONDecodeError):
    path: str

class JSONEncodeError(TypeError, ValueError):
    path: str

def loads(
    data: bytes | bytearray | memoryview | str,
    /,
    *,
    allow_nan: bool = False,
    max_depth: int = 1024,
) -> Any: ...
def dumps(
    obj: Any,
    /,
    *,
    indent: int | str | None = None,
    sort_keys: bool = False,
    ensure_ascii: bool = False,
    allow_nan: bool = False,
    skipkeys: bool = False,
    default: Callable[[Any], Any] | None = None,
    max_depth: int = 1024,
) -> bytes: ...
def build_info() -> dict[str, str]: ...
