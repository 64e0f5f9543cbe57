// PyPreConfig, PyConfig, and what must be true before CPython sees them.
// SPDX-License-Identifier: Apache-2.0
#include "pyhost/interpreter.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <pybind11/embed.h>

#include "pyhost/python_error.hpp"

namespace krait::pyhost {
namespace {

void require(const PyStatus& status) {
  if (PyStatus_Exception(status) != 0)
    throw start_failure(
        std::string("Python does not start: ") +
        (status.err_msg != nullptr ? status.err_msg : "no reason given"));
}

void preinitialize() {
  PyPreConfig config;
  PyPreConfig_InitIsolatedConfig(&config);
  config.utf8_mode = 1; // whatever the locale: paths and streams are UTF-8
  require(Py_PreInitialize(&config));
}

// Clears the PyConfig on the way out; pybind11 does so too, which is harmless.
struct isolated_config {
  isolated_config() { PyConfig_InitIsolatedConfig(&config); }
  ~isolated_config() { PyConfig_Clear(&config); }
  isolated_config(const isolated_config&) = delete;
  isolated_config& operator=(const isolated_config&) = delete;

  void set(wchar_t*& field, const std::string& value) {
    require(PyConfig_SetBytesString(&config, &field, value.c_str()));
  }
  void append(PyWideStringList& list, const std::string& value) {
    wchar_t* wide = Py_DecodeLocale(value.c_str(), nullptr);
    if (wide == nullptr)
      throw start_failure("Python does not start: cannot decode " + value);
    const PyStatus status = PyWideStringList_Append(&list, wide);
    PyMem_RawFree(wide);
    require(status);
  }

  PyConfig config;
};

void switch_off_surroundings(PyConfig& config) {
  config.site_import = 0; // no .pth files, no sitecustomize
  config.user_site_directory = 0;
  config.write_bytecode = 0;
  config.install_signal_handlers = 0; // SIGINT and SIGPIPE stay krait's
  config.parse_argv = 0;
  config.configure_c_stdio = 0;
  config.pathconfig_warnings = 0;
}

// Every path is given, so that CPython has none to work out: its search would look at
// pyvenv.cfg and other marks beside the executable.
void set_paths(isolated_config& isolated, const python_layout& layout) {
  PyConfig& config = isolated.config;
  isolated.set(config.program_name, layout.executable);
  isolated.set(config.executable, layout.executable);
  isolated.set(config.base_executable, layout.executable);
  isolated.set(config.home, layout.prefix);
  isolated.set(config.prefix, layout.prefix);
  isolated.set(config.base_prefix, layout.prefix);
  isolated.set(config.exec_prefix, layout.exec_prefix);
  isolated.set(config.base_exec_prefix, layout.exec_prefix);
  config.module_search_paths_set = 1;
  for (const std::string& folder : layout.search_paths)
    isolated.append(config.module_search_paths, folder);
}

bool holds_encodings(const std::string& folder) {
  std::error_code ignored; // what cannot be looked at cannot be imported either
  const std::filesystem::path package = std::filesystem::path(folder) / "encodings";
  return std::filesystem::exists(package / "__init__.py", ignored) ||
         std::filesystem::exists(package / "__init__.pyc", ignored);
}

// CPython cannot run without its codecs, and reports that at great length.
void require_standard_library(const python_layout& layout) {
  if (std::none_of(layout.search_paths.begin(), layout.search_paths.end(),
                   holds_encodings))
    throw start_failure(
        "Python's standard library is missing: no encodings in " +
        (layout.search_paths.empty() ? "(nowhere)" : layout.search_paths.front()) +
        "; reinstall that Python, or build krait with the one you have");
}

// A module table entry outlives the interpreter: it is made once a process.
void register_core_module() {
  static const int registered =
      PyImport_AppendInittab(pycore::module_name, PyInit__krait);
  if (registered != 0)
    throw start_failure("Python does not start: no memory for its module table");
}

void initialize(const python_layout& layout) {
  register_core_module();
  preinitialize();
  isolated_config isolated;
  switch_off_surroundings(isolated.config);
  set_paths(isolated, layout);
  try {
    pybind11::initialize_interpreter(&isolated.config, 0, nullptr,
                                     /*add_program_dir_to_path=*/false);
  } catch (const std::runtime_error& error) {
    throw start_failure(std::string("Python does not start: ") + error.what());
  }
}

} // namespace

interpreter::interpreter(const python_layout& layout) {
  require_standard_library(layout);
  initialize(layout);
  try {
    prepare();
  } catch (...) {
    core_module_ = {};
    pybind11::finalize_interpreter();
    throw;
  }
}

interpreter::~interpreter() {
  core_module_ = {}; // before the interpreter that it belongs to
  pybind11::finalize_interpreter();
}

void interpreter::prepare() {
  core_module_ =
      checked(pycore::py_ref::steal(PyImport_ImportModule(pycore::module_name)));
  core_ = pycore::state_of(core_module_.lend());
  if (core_ == nullptr)
    throw_python_error();
  PyObject* set_limit = PySys_GetObject("set_int_max_str_digits");
  if (set_limit == nullptr)
    throw start_failure("Python does not start: it has no sys.set_int_max_str_digits");
  checked(pycore::py_ref::steal(PyObject_CallFunction(
      set_limit, "n", static_cast<Py_ssize_t>(max_integer_digits))));
}

void interpreter::append_search_path(const std::string& folder) {
  const auto path = checked(pycore::py_ref::steal(
      PyUnicode_DecodeFSDefaultAndSize(folder.data(), Py_ssize_t(folder.size()))));
  PyObject* search_paths = PySys_GetObject("path");
  if (search_paths == nullptr)
    throw python_error("RuntimeError: lost sys.path");
  if (PyList_Append(search_paths, path.lend()) != 0)
    throw_python_error();
}

std::string_view linked_python_name() noexcept {
  const std::string_view text = Py_GetVersion(); // "3.11.2 (main, ...) [GCC ...]"
  return text.substr(0, text.find(' '));
}

python_version linked_python() noexcept {
  const std::string_view text = linked_python_name();
  const char* const end = text.data() + text.size();
  python_version version;
  const auto major = std::from_chars(text.data(), end, version.major);
  std::from_chars(std::min(major.ptr + 1, end), end, version.minor);
  return version;
}

} // namespace krait::pyhost
