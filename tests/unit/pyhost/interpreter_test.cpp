// The embedded interpreter: isolated, and able to start again.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/interpreter.hpp"

#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>
#include <pybind11/embed.h>
#include <pybind11/stl.h>

#include "pyhost/python_error.hpp"
#include "unit/io/temporary_folder.hpp"

using namespace krait;
using pybind11::module_;

namespace {

std::string evaluated(const char* expression) {
  return pybind11::str(
      pybind11::eval(expression, module_::import("sys").attr("__dict__")));
}

// Sets a variable for its lifetime.
class variable {
public:
  variable(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~variable() { ::unsetenv(name_); }
  variable(const variable&) = delete;
  variable& operator=(const variable&) = delete;

private:
  const char* name_;
};

class working_folder {
public:
  explicit working_folder(const std::string& path)
      : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(path);
  }
  ~working_folder() { std::filesystem::current_path(before_); }
  working_folder(const working_folder&) = delete;
  working_folder& operator=(const working_folder&) = delete;

private:
  std::filesystem::path before_;
};

} // namespace

TEST_CASE("sys.path holds the standard library and nothing else") {
  const pyhost::python_layout layout = pyhost::built_in_layout();
  const pyhost::interpreter python;
  const auto path =
      module_::import("sys").attr("path").cast<std::vector<std::string>>();
  CHECK(path == layout.search_paths);
  for (const std::string& folder : path) {
    CAPTURE(folder);
    CHECK(folder.starts_with('/'));
    CHECK(folder.find("site-packages") == std::string::npos);
    CHECK(folder.find("dist-packages") == std::string::npos);
  }
}

TEST_CASE("the interpreter is isolated") {
  const pyhost::interpreter python;
  struct row {
    const char* expression;
    const char* value;
  };
  for (const row& r : {
           row{"flags.isolated", "1"},
           row{"flags.ignore_environment", "1"},
           row{"flags.no_user_site", "1"},
           row{"flags.no_site", "1"},
           row{"flags.utf8_mode", "1"},
           row{"dont_write_bytecode", "True"},
           row{"'site' in modules", "False"},
           row{"'_krait' in modules", "True"},
           row{"'_krait' in builtin_module_names", "True"},
           row{"getfilesystemencoding()", "utf-8"},
           row{"get_int_max_str_digits()", "1000000"},
           row{"prefix == base_prefix", "True"},
       }) {
    CAPTURE(r.expression);
    CHECK(evaluated(r.expression) == r.value);
  }
}

TEST_CASE("planted modules and variables have no influence") {
  const test::temporary_folder folder;
  for (const char* name : {"json.py", "encodings.py", "os.py", "sitecustomize.py"})
    test::write_file(folder / name, "raise SystemExit('planted')\n");
  test::write_file(folder / "pyvenv.cfg", "home = " + (folder / "") + "\n");
  const working_folder here(folder / "");
  const variable path("PYTHONPATH", folder / "");
  const variable home("PYTHONHOME", folder / "");
  const variable startup("PYTHONSTARTUP", folder / "json.py");
  const variable executable("PYTHONEXECUTABLE", folder / "python3");
  const variable malloc("PYTHONMALLOC", "nonsense");
  const pyhost::interpreter python;
  CHECK(module_::import("sys").attr("path").cast<std::vector<std::string>>() ==
        pyhost::built_in_layout().search_paths);
  const std::string file = pybind11::str(module_::import("json").attr("__file__"));
  CHECK(file.starts_with(pyhost::built_in_layout().search_paths.front()));
}

TEST_CASE("it can be ended and started again") {
  for (int i = 0; i < 4; ++i) {
    const pyhost::interpreter python;
    CHECK(Py_IsInitialized() != 0);
    const auto loads = module_::import("_krait").attr("loads");
    CHECK(loads(pybind11::bytes("[1]")).equal(pybind11::eval("[1]")));
  }
  CHECK(Py_IsInitialized() == 0);
}

TEST_CASE("each start has caches of its own, and an end that frees them") {
  for (int i = 0; i < 4; ++i) {
    const pyhost::interpreter python;
    // The results outlive the module's state, or die with it.
    pybind11::exec(R"(
import gc, sys
import _krait
kept = []
for n in range(40):
    text = b'[%s{}]' % (b'{"id":%d,"name":["a",{},""],"real":1.5},' % n * 5)
    kept.append(_krait.loads(text))
    assert _krait.loads(_krait.dumps(kept[-1])) == kept[-1]
    kept[-1][0]['more'] = kept
    kept.append(_krait.loads(b'{%s}' % b','.join(b'"%d":%d' % (k, k) for k in range(99))))
    kept.append(_krait.loads('["é€", 300, 300000, 70000000000, true]'))
try:
    _krait.loads(b'[')
except ValueError as error:
    kept.append(error)
sys.kept = kept
gc.collect()
)",
                   pybind11::dict());
  }
  CHECK(Py_IsInitialized() == 0);
}

TEST_CASE("a folder is appended behind the standard library") {
  const test::temporary_folder folder;
  test::write_file(folder / "json.py", "planted = True\n");
  test::write_file(folder / "only_here.py", "answer = 42\n");
  test::write_file(folder / "evil.pth", "import sys; sys.answer = 1\n");
  pyhost::interpreter python;
  python.append_search_path(folder / "");
  CHECK(module_::import("only_here").attr("answer").cast<int>() == 42);
  CHECK_FALSE(pybind11::hasattr(module_::import("json"), "planted"));
  CHECK_FALSE(pybind11::hasattr(module_::import("sys"), "answer"));
}

TEST_CASE("a missing standard library is an error and no abort") {
  const test::temporary_folder folder;
  pyhost::python_layout layout = pyhost::built_in_layout();
  layout.search_paths = {folder / ""};
  CHECK_THROWS_AS(pyhost::interpreter{layout}, pyhost::start_failure);
  layout.search_paths.clear();
  CHECK_THROWS_AS(pyhost::interpreter{layout}, pyhost::start_failure);
  CHECK(Py_IsInitialized() == 0);
  CHECK_NOTHROW(pyhost::interpreter{});
}

TEST_CASE("a standard library that does not run is an error and no abort") {
  const test::temporary_folder folder;
  std::filesystem::create_directory(folder / "encodings");
  test::write_file(folder / "encodings/__init__.py", "raise ImportError('broken')\n");
  pyhost::python_layout layout = pyhost::built_in_layout();
  layout.search_paths = {folder / ""};
  // In a child: CPython cannot start again where it failed half-way.
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      const pyhost::interpreter python(layout);
      ::_exit(1);
    } catch (const pyhost::start_failure&) {
      ::_exit(0);
    }
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("the linked Python's version is that of the headers") {
  const pyhost::python_version linked = pyhost::linked_python();
  CHECK(linked.major == PY_MAJOR_VERSION);
  CHECK(linked.minor == PY_MINOR_VERSION);
}

TEST_CASE("Python errors become exceptions of one line") {
  const pyhost::interpreter python;
  PyErr_SetString(PyExc_ValueError, "first line\nsecond line");
  CHECK_THROWS_WITH_AS(pyhost::throw_python_error(), "ValueError: first line",
                       pyhost::python_error);
  CHECK(PyErr_Occurred() == nullptr);
  PyErr_NoMemory();
  CHECK_THROWS_AS(pyhost::throw_python_error(), std::bad_alloc);
  CHECK(PyErr_Occurred() == nullptr);
  CHECK(pyhost::checked(pycore::py_ref::share(Py_None)).lend() == Py_None);
}
