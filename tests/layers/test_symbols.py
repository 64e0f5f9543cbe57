# SPDX-License-Identifier: Apache-2.0
"""The symbols check finds a planted weak vector function, and passes harmless ones.

test_symbols.py COMPILER AR
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check_symbols.py"
STRONG = """
#include <immintrin.h>
__attribute__((target("avx2"))) void strong(char* p) {
  _mm256_storeu_si256((__m256i*)p, _mm256_set1_epi8(1));
}
"""
PLANTED = (
    STRONG
    + """
template <class T> __attribute__((target("avx2"), noinline)) void weak(T* p) {
  _mm256_storeu_si256((__m256i*)p, _mm256_set1_epi8(2));
}
void use(char* p) { weak(p); }
"""
)
HARMLESS = (
    STRONG
    + """
template <class T> __attribute__((noinline)) T plain(T x) { return x * 7; }
int use(int x) { return plain(x); }
"""
)


def verdict(
    compiler: str, ar: str, name: str, code: str
) -> subprocess.CompletedProcess[str]:
    """The check's answer to a library of one object."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.cpp"
        source.write_text(code, encoding="utf-8")
        made = source.with_suffix(".cpp.o")
        subprocess.run(
            [compiler, "-O1", "-c", str(source), "-o", str(made)], check=True
        )
        library = Path(folder) / "libplanted.a"
        subprocess.run([ar, "rc", str(library), str(made)], check=True)
        return subprocess.run(
            [sys.executable, "-B", str(CHECK), str(library)],
            capture_output=True,
            text=True,
        )


def main() -> int:
    compiler, ar = sys.argv[1:]
    wrong = []
    for name, code, words in (
        ("avx2", PLANTED, "weak _Z4weak"),
        ("kernels_avx2", PLANTED, "weak _Z4weak"),
        ("avx2", HARMLESS, ""),
        ("scalar", STRONG, "no object of an instruction set"),
    ):
        done = verdict(compiler, ar, name, code)
        expected = 1 if words else 0
        if done.returncode != expected or words not in done.stdout:
            wrong.append(f"{name}: {done.returncode}, {done.stdout}{done.stderr}")
    print(*wrong, "4 libraries", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
