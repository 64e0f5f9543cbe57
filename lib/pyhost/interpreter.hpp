// The life of the embedded interpreter: isolated from everything around it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "pycore/core.hpp"
#include "pyhost/python_layout.hpp"

namespace krait::pyhost {

class start_failure : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// Integers longer than this are refused: converting them takes Python time that grows
// with the square of their length.
inline constexpr std::size_t max_integer_digits = 1'000'000;

// Runs CPython while it lives; one at a time. The thread that made it holds the GIL all
// along. No PYTHON* variable, current folder, pyvenv.cfg, .pth file or user site is
// looked at, and neither signal handlers nor the locale are touched.
class interpreter {
public:
  // Throws start_failure.
  explicit interpreter(const python_layout& layout = built_in_layout());
  ~interpreter();
  interpreter(const interpreter&) = delete;
  interpreter& operator=(const interpreter&) = delete;

  // The built-in module `_krait`.
  PyObject* core_module() const noexcept { return core_module_.lend(); }
  pycore::core_state& core() const noexcept { return *core_; }
  // Puts a folder behind all others on sys.path. Throws python_error.
  void append_search_path(const std::string& folder);

private:
  void prepare();

  pycore::py_ref core_module_;
  pycore::core_state* core_ = nullptr;
};

struct python_version {
  int major = 0;
  int minor = 0;
};

// Of the libpython that is linked. Needs no interpreter.
python_version linked_python() noexcept;
// The same in full, "3.11.2"; static storage.
std::string_view linked_python_name() noexcept;

} // namespace krait::pyhost
