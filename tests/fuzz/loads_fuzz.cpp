// Holds the fast reader equal to the exact one, and dumps(loads(x)) to itself.
// SPDX-License-Identifier: Apache-2.0
//
// The first two bytes choose the options, the rest is the text. What must hold:
// load_one() accepts what diagnose() accepts and consumes no more than there is; what
// dump() wrote is read back and written the same once more.
#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/status.hpp"
#include "pycore/core.hpp"
#include "json/diagnosis.hpp"

namespace {

using krait::json::read_options;
using krait::json::write_options;
using krait::pycore::py_ref;

void require(bool holds) {
  if (holds)
    return;
  if (PyErr_Occurred() != nullptr)
    PyErr_Print();
  std::abort();
}

// A buffer on a std::string: the fuzzer's, where the product's own is not at hand.
class string_buffer final : public krait::base::output_buffer {
public:
  string_buffer() { grow(256); }
  std::string text() const { return std::string(view()); }

private:
  bool grow(std::size_t bytes) noexcept override {
    const std::size_t used = size();
    storage_.resize((used + bytes) * 2);
    adopt(storage_.data(), used, storage_.size());
    return true;
  }
  std::string storage_;
};

krait::pycore::core_state& interpreter() {
  static krait::pycore::core_state* const state = [] {
    PyImport_AppendInittab(krait::pycore::module_name, PyInit__krait);
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    const PyStatus started = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    require(PyStatus_Exception(started) == 0);
    PyObject* const module = PyImport_ImportModule(krait::pycore::module_name);
    require(module != nullptr); // kept for the life of the process
    return krait::pycore::state_of(module);
  }();
  return *state;
}

std::string written(PyObject* object, const write_options& options) {
  string_buffer out;
  require(krait::pycore::dump(interpreter(), object, options, nullptr, out));
  return out.text();
}

py_ref read_back(const std::string& text, const read_options& options) {
  std::size_t consumed = 0;
  krait::base::status failure;
  py_ref object =
      krait::pycore::load_one(interpreter(), text, options, consumed, failure);
  require(static_cast<bool>(object) && consumed == text.size());
  return object;
}

void compare_verdicts(std::string_view text, const read_options& options, bool accepted,
                      const krait::base::status& failure) {
  krait::json::limits limits;
  limits.max_integer_digits = krait::pycore::max_integer_digits();
  const auto found =
      krait::json::diagnose(text, options, krait::json::extent::one, limits);
  require(found.ok() == accepted);
  require(accepted || (!failure.ok() && failure.offset <= text.size()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2)
    return 0;
  krait::pycore::core_state& state = interpreter();
  read_options options;
  options.allow_nan = (data[0] & 1) != 0;
  options.max_depth = (data[0] & 2) != 0 ? data[1] : krait::json::default_max_depth;
  // std::string keeps the zero byte behind the text that load_one() asks for.
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  // load_one() is given what its callers have let through: UTF-8 without a BOM.
  if (!krait::pycore::is_valid_utf8(text) || text.starts_with("\xEF\xBB\xBF"))
    return 0;
  std::size_t consumed = 0;
  krait::base::status failure;
  const py_ref object =
      krait::pycore::load_one(state, text, options, consumed, failure);
  require(PyErr_Occurred() == nullptr);
  compare_verdicts(text, options, static_cast<bool>(object), failure);
  if (!object)
    return 0;
  require(consumed <= text.size());

  write_options how;
  how.allow_nan = options.allow_nan;
  how.pretty = (data[0] & 4) != 0;
  how.indent = how.pretty ? "\t" : "";
  how.ensure_ascii = (data[0] & 8) != 0;
  how.sort_keys = (data[0] & 16) != 0;
  const std::string first = written(object.lend(), how);
  const py_ref again = read_back(first, options);
  require(written(again.lend(), how) == first);
  return 0;
}
