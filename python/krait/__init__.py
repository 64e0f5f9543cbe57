# SPDX-License-Identifier: Apache-2.0
"""Fast, exact JSON: loads() and dumps(), with the semantics of the standard library.

    >>> import krait
    >>> krait.loads(b'{"name": "krait", "legs": 0}')
    {'name': 'krait', 'legs': 0}
    >>> krait.dumps([1, 2.5, None, "text"])
    b'[1,2.5,null,"text"]'

Where krait is stricter than json, or keeps more, docs/semantics.md says so.
"""

from ._krait import (
    JSONDecodeError,
    JSONEncodeError,
    __version__,
    build_info,
    dumps,
    loads,
)

__all__ = [
    "JSONDecodeError",
    "JSONEncodeError",
    "__version__",
    "build_info",
    "dumps",
    "loads",
]
