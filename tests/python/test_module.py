# SPDX-License-Identifier: Apache-2.0
"""The package from outside: names, stubs, pickling, threads, interpreters."""

from __future__ import annotations

import ast
import copy
import importlib
import importlib.resources
import inspect
import json
import os
import platform
import pickle
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import krait
import pytest

PACKAGE = Path(krait.__file__).parent


def run_python(
    code: str, *options: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs code in a fresh interpreter of the same kind, krait importable."""
    paths = os.pathsep.join((str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(
        [sys.executable, *options, "-c", code],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def stub() -> ast.Module:
    """The parsed __init__.pyi."""
    return ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))


# ---------------------------------------------------------------------------- contents


def test_the_package_holds_its_typing_files() -> None:
    names = {path.name for path in PACKAGE.iterdir()}
    assert {"__init__.py", "__init__.pyi", "py.typed"} <= names
    assert any(re.fullmatch(r"_krait\..*(so|pyd)", name) for name in names)


def test_every_public_name_is_there_and_nothing_else_is_promised() -> None:
    assert set(krait.__all__) == {
        "JSONDecodeError",
        "JSONEncodeError",
        "__version__",
        "build_info",
        "dumps",
        "loads",
    }
    for name in krait.__all__:
        assert getattr(krait, name) is not None
    public = {name for name in vars(krait) if not name.startswith("_")}
    assert public <= set(krait.__all__)


def test_the_version_is_one_and_the_same_everywhere() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", krait.__version__)
    assert krait.build_info()["version"] == krait.__version__


def test_build_info_says_what_the_build_is_made_of() -> None:
    info = krait.build_info()
    assert type(info) is dict
    for name in ("version", "python", "simdjson", "isa", "compat", "compiler"):
        assert type(info[name]) is str, name
        assert info[name], name
    assert info["isa"] in ("scalar", "sse42", "avx2", "avx512")
    assert info["isa"] == os.environ.get("KRAIT_ISA", info["isa"])
    assert info["python"].startswith(f"{sys.version_info[0]}.{sys.version_info[1]}")
    info["version"] = "changed"
    assert krait.build_info()["version"] == krait.__version__


def test_every_function_and_class_is_documented() -> None:
    for obj in (
        krait,
        krait.loads,
        krait.dumps,
        krait.build_info,
        krait.JSONDecodeError,
        krait.JSONEncodeError,
    ):
        assert inspect.getdoc(obj)
        assert len(inspect.getdoc(obj) or "") > 30
    for function in (krait.loads, krait.dumps):
        for name in inspect.signature(function).parameters:
            assert name in (function.__doc__ or ""), name


def test_the_example_in_the_documentation_holds() -> None:
    import doctest

    result = doctest.testmod(krait)
    assert result.attempted > 0
    assert result.failed == 0


# ------------------------------------------------------------------------------- stubs


def _stub_functions() -> dict[str, ast.FunctionDef]:
    return {
        node.name: node for node in stub().body if isinstance(node, ast.FunctionDef)
    }


def test_the_stub_names_what_the_module_has() -> None:
    names = set()
    for node in stub().body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            assert ast.literal_eval(node.value) == krait.__all__
    assert names - {"__all__"} == set(krait.__all__)


@pytest.mark.parametrize("name", ["loads", "dumps", "build_info"])
def test_the_signature_in_the_stub_is_that_of_the_function(name: str) -> None:
    runtime = inspect.signature(getattr(krait, name)).parameters
    arguments = _stub_functions()[name].args
    defaults = dict(
        zip([a.arg for a in arguments.kwonlyargs], arguments.kw_defaults, strict=True)
    )
    expected = {a.arg: inspect.Parameter.POSITIONAL_ONLY for a in arguments.posonlyargs}
    expected |= {a.arg: inspect.Parameter.POSITIONAL_OR_KEYWORD for a in arguments.args}
    expected |= {a.arg: inspect.Parameter.KEYWORD_ONLY for a in arguments.kwonlyargs}
    assert {p.name: p.kind for p in runtime.values()} == expected
    assert list(runtime) == list(expected)
    for parameter, default in defaults.items():
        assert default is not None
        assert runtime[parameter].default == ast.literal_eval(default), parameter
    for argument in (*arguments.posonlyargs, *arguments.kwonlyargs):
        assert argument.annotation is not None, argument.arg


def test_the_bases_in_the_stub_are_those_of_the_classes() -> None:
    for node in stub().body:
        if isinstance(node, ast.ClassDef):
            bases = tuple(
                eval(ast.unparse(base), {"json": json}) for base in node.bases
            )
            assert getattr(krait, node.name).__bases__ == bases
            attributes = {
                statement.target.id
                for statement in node.body
                if isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
            }
            for attribute in attributes:
                assert hasattr(getattr(krait, node.name), attribute)


# -------------------------------------------------------------------------- exceptions


def _caught(call: Any) -> Exception:
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("the call was to fail")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_exceptions_survive_pickling(protocol: int) -> None:
    decode = _caught(lambda: krait.loads('{"a":[1,\n x]}'))
    again = pickle.loads(pickle.dumps(decode, protocol))
    assert type(again) is krait.JSONDecodeError
    for name in ("msg", "doc", "pos", "lineno", "colno", "path", "args"):
        assert getattr(again, name) == getattr(decode, name), name
    encode = _caught(lambda: krait.dumps({"a": [1, {2}]}))
    again = pickle.loads(pickle.dumps(encode, protocol))
    assert type(again) is krait.JSONEncodeError
    assert (again.args, again.path, str(again)) == (
        encode.args,
        encode.path,
        str(encode),
    )


def test_exceptions_survive_copying() -> None:
    for error in (
        _caught(lambda: krait.loads("[x]")),
        _caught(lambda: krait.dumps([{1}])),
    ):
        for again in (copy.copy(error), copy.deepcopy(error)):
            assert type(again) is type(error)
            assert str(again) == str(error)
            assert again.path == "$[0]"  # type: ignore[attr-defined]


def test_exceptions_can_be_made_and_subclassed_by_anybody() -> None:
    error = krait.JSONDecodeError("message", "doc\nument", 5)
    assert (error.lineno, error.colno, error.path) == (2, 2, "$")
    assert str(error) == "message: line 2 column 2 (char 5)"
    assert krait.JSONEncodeError("message").path == "$"

    class Own(krait.JSONDecodeError):
        pass

    with pytest.raises(json.JSONDecodeError):
        raise Own("m", "", 0)


def test_functions_survive_pickling_by_name() -> None:
    for function in (krait.loads, krait.dumps):
        assert pickle.loads(pickle.dumps(function))(
            b"[1]" if function is krait.loads else [1]
        ) in ([1], b"[1]")


# ----------------------------------------------------------------------- interpreters


def test_importing_prints_nothing() -> None:
    done = run_python(
        "import krait; krait.loads(b'[1]'); krait.dumps([1])", "-W", "error"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_instruction_set_that_is_unknown_is_an_import_error() -> None:
    for name in ("avx1024", "AVX2", "scalar ", "none"):
        done = run_python("import krait", KRAIT_ISA=name)
        assert done.returncode == 1
        assert "ImportError" in done.stderr
        assert name in done.stderr


def test_the_module_can_be_imported_anew_after_it_was_dropped() -> None:
    done = run_python(
        "import gc, sys\n"
        "for _ in range(20):\n"
        "    import krait\n"
        "    value = {'a': [1.5, None]}\n"
        "    assert krait.loads(krait.dumps(value)) == value\n"
        "    try: krait.loads(b'[')\n"
        "    except krait.JSONDecodeError: pass\n"
        "    else: raise SystemExit('accepted')\n"
        "    for name in [n for n in sys.modules if n.startswith('krait')]:\n"
        "        del sys.modules[name]\n"
        "    del krait; gc.collect()\n"
        "print('fine')"
    )
    assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr


def test_reloading_the_package_does_no_harm() -> None:
    before = krait.JSONDecodeError
    importlib.reload(krait)
    with pytest.raises(before):
        krait.loads(b"[")


SUBINTERPRETER = """
import sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
code = '''
try:
    import krait
except ImportError as error:
    assert "subinterpreter" in str(error), error
else:
    for _ in range(50):
        value = {"a": [1, "b", None, 2.5]}
        assert krait.loads(krait.dumps(value)) == value
        try:
            krait.loads(b"[1,")
        except krait.JSONDecodeError as error:
            assert error.pos == 3
        try:
            krait.dumps([{1}])
        except krait.JSONEncodeError as error:
            assert error.path == "$[0]"
'''
import krait
own = krait.JSONDecodeError
for _ in range(5):
    number = interpreters.create()
    failure = interpreters.run_string(number, code)
    assert failure is None, failure
    interpreters.destroy(number)
    assert krait.loads(b'{"a":1}') == {"a": 1}
    try:
        krait.loads(b"[")
    except own:
        pass
print("fine")
"""


CONCURRENT = """
import sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
code = '''
import krait
records = [{"id": n, "name": str(n) * 9, "list": [n / 7, None, []]} for n in range(99)]
text = krait.dumps(records)
for n in range(300):
    value = krait.loads(text)
    assert value == records
    value[n % 99]["new"] = n
    mine = krait.loads(b'{"k%d":%d,"key":{"inner":[]}}' % (n, n))
    assert mine == {"k%d" % n: n, "key": {"inner": []}}
'''
failures = []
def run():
    for _ in range(2):
        number = interpreters.create()
        failures.append(interpreters.run_string(number, code))
        interpreters.destroy(number)
threads = [threading.Thread(target=run) for _ in range(4)]
for thread in threads: thread.start()
exec(code)
for thread in threads: thread.join()
print(failures)
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="one GIL for all until 3.12")
def test_interpreters_with_a_gil_each_do_not_meet() -> None:
    done = run_python(CONCURRENT)
    assert (done.returncode, done.stdout) == (0, f"{[None] * 8}\n"), done.stderr


def test_an_interpreter_without_a_gil_is_refused_by_name() -> None:
    done = run_python("import sys; sys._is_gil_enabled = lambda: False; import krait")
    assert done.returncode == 1
    assert "ImportError: krait needs the GIL" in done.stderr
    done = run_python("import sys; sys._is_gil_enabled = lambda: True; import krait")
    assert done.returncode == 0, done.stderr


def test_sub_interpreters_work_or_are_refused_by_name() -> None:
    done = run_python(SUBINTERPRETER)
    assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr


def test_calls_at_the_end_of_the_interpreter_do_no_harm() -> None:
    done = run_python(
        "import atexit, krait\n"
        "class Late:\n"
        "    def __del__(self):\n"
        "        print(krait.dumps(krait.loads(b'{\"late\":1}')))\n"
        "late = Late(); krait.late = late\n"
        "atexit.register(lambda: print(krait.dumps(['exit'])))\n"
    )
    assert done.returncode == 0, done.stderr
    assert "['exit']" not in done.stderr
    assert "b'[\"exit\"]'" in done.stdout


@pytest.mark.parametrize(
    "options", [("-O",), ("-bb",), ("-W", "error"), ("-X", "dev"), ("-I",)]
)
def test_interpreter_options_change_nothing(options: tuple[str, ...]) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); import krait\n"
        "assert krait.loads(b'[1,{\"a\":\"b\"}]') == [1, {'a': 'b'}]\n"
        "print(krait.dumps(krait.loads(b'[1,{\"a\":[2.5]}]')).decode())\n"
        "try: krait.loads(b'[1e400]')\n"
        "except krait.JSONDecodeError as error: print(error.path)\n"
    )
    done = run_python(code, *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ['[1,{"a":[2.5]}]', "$[0]"]
    assert done.stderr == ""


# -------------------------------------------------------------------------- free access


def test_threads_may_use_the_module_at_the_same_time() -> None:
    value = {f"key{n}": [n, n / 7, f"té{n}", {"a": [None, True]}] for n in range(200)}
    text = krait.dumps(value)
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for round_number in range(60):
                assert krait.loads(text) == value
                assert krait.dumps(value) == text
                own = {f"{number}-{round_number}-{n}": n for n in range(50)}
                assert krait.loads(krait.dumps(own)) == own
                with pytest.raises(krait.JSONDecodeError):
                    krait.loads(text[:-1])
                with pytest.raises(krait.JSONEncodeError):
                    krait.dumps([value, {1}])
        except BaseException as error:
            problems.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    try:
        for thread in threads:
            thread.start()
    finally:
        for thread in threads:
            thread.join()
        sys.setswitchinterval(before)
    assert problems == []


def test_a_thread_with_a_small_stack_may_read_and_write_deep_texts() -> None:
    depth = 200_000
    kept: list[Any] = []
    outcome = []

    def work() -> None:
        kept.append(krait.loads(b"[" * depth + b"]" * depth, max_depth=depth))
        written = krait.dumps(kept[0], max_depth=depth)
        outcome.append(written == b"[" * depth + b"]" * depth)

    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert outcome == [True]
    # Level by level: some versions of CPython free nested lists with recursion.
    value = kept.pop()
    while value:
        value = value.pop()


def test_a_forked_child_may_use_the_module() -> None:
    done = run_python(
        "import os, krait\n"
        "krait.loads(b'{\"a\":1}')\n"
        "pid = os.fork()\n"
        "ok = krait.loads(krait.dumps({'a': [1]})) == {'a': [1]}\n"
        "if pid == 0: os._exit(0 if ok else 1)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), ok)"
    )
    assert done.stdout == "0 True\n", done.stderr


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or "PYTHONMALLOC" in os.environ,
    reason="glibc's allocator alone has this threshold",
)
def test_the_memory_of_large_results_is_kept_by_the_allocator() -> None:
    code = (
        "import krait, resource\n"
        "def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "value = ['x' * 1000] * 400\n"
        "krait.dumps(value)\n"
        "before = faults()\n"
        "for _ in range(50): krait.dumps(value)\n"
        "print(faults() - before)"
    )
    assert int(run_python(code).stdout) < 500
    # A threshold that is set does not move: then each result has all its pages anew.
    fixed = run_python(code, GLIBC_TUNABLES="glibc.malloc.mmap_threshold=131072")
    assert int(fixed.stdout) > 50 * 50
