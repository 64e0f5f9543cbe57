// The extension module `_krait`: argument parsing, docstrings, life of the state.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <cstdlib>
#include <cstring>
#include <string>

#include "base/version.hpp"
#include "pycore/arguments.hpp"
#include "pycore/bytes_buffer.hpp"
#include "pycore/compat/values.hpp"
#include "pycore/compat/version.hpp"
#include "pycore/dumping.hpp"
#include "pycore/errors.hpp"
#include "pycore/loading.hpp"
#include "pycore/state.hpp"
#include "pycore/text_source.hpp"
#include "pycore/whole_text.hpp"
#include "simd/isa.hpp"

namespace krait::pycore {

namespace {

constexpr const char* module_doc =
    "JSON bytes to Python objects and back; use it as the package krait.";

constexpr const char* loads_doc =
    "loads($module, data, /, *, allow_nan=False, max_depth=1024)\n--\n\n"
    "Read one JSON text (RFC 8259) and return it as Python objects.\n\n"
    "data: bytes, bytearray, memoryview (UTF-8; a byte order mark is passed over) or "
    "str.\n"
    "allow_nan: accept NaN, Infinity and -Infinity.\n"
    "max_depth: how many arrays and objects may be open at one time.\n\n"
    "Raises JSONDecodeError where the text is no JSON, with its place, and where a "
    "number\n"
    "is out of the range of a float. Integers are exact at any size (within\n"
    "sys.get_int_max_str_digits()). Of equal keys the last value wins.";

constexpr const char* dumps_doc =
    "dumps($module, obj, /, *, indent=None, sort_keys=False, ensure_ascii=False,\n"
    "      allow_nan=False, skipkeys=False, default=None, max_depth=1024)\n--\n\n"
    "Write obj as one JSON text and return it as UTF-8 bytes.\n\n"
    "indent: None for no white space at all; else one element a line, each level "
    "indented\n"
    "by that many spaces, or by that str of white space.\n"
    "sort_keys: sort by key at every level.\n"
    "ensure_ascii: escape everything outside ASCII.\n"
    "allow_nan: write NaN, Infinity and -Infinity instead of refusing them.\n"
    "skipkeys: leave out keys that are not str, int, float, bool or None.\n"
    "default: called with each object of another type; what it returns is written.\n"
    "max_depth: how deep lists and dicts may nest.\n\n"
    "Raises JSONEncodeError, which names the place in obj.";

constexpr const char* build_info_doc =
    "build_info($module, /)\n--\n\n"
    "Return a dict of str that says what this build is made of: version, python (it "
    "was\n"
    "built for), simdjson, simdjson_kernel, isa (of krait's own kernels), compat\n"
    "('layout': objects are written straight into memory, 'public': only documented "
    "CPython\n"
    "API is used) and compiler.";

core_state& state_in(PyObject* module) noexcept {
  return *static_cast<core_state*>(PyModule_GetState(module));
}

// Apart from loads(), whose short way needs no frame.
[[gnu::noinline]] PyObject* loads_with(PyObject* module, PyObject* const* args,
                                       Py_ssize_t count, PyObject* names) noexcept {
  json::read_options options;
  if (!parse_loads_arguments({args, count, names}, options))
    return nullptr;
  const text_source source = open_text(args[0]);
  if (!source.owner)
    return nullptr;
  return load_whole(state_in(module), args[0], source.text, source.validity, options);
}

PyObject* loads(PyObject* module, PyObject* const* args, Py_ssize_t count,
                PyObject* names) noexcept {
  if (names != nullptr || count != 1 || !PyBytes_CheckExact(args[0])) [[unlikely]]
    return loads_with(module, args, count, names);
  return load_bytes(state_in(module), args[0]); // which the caller keeps alive
}

// Apart from dumps(), whose short way needs no frame.
[[gnu::noinline]] PyObject* dumps_with(PyObject* module, PyObject* const* args,
                                       Py_ssize_t count, PyObject* names) noexcept {
  dumps_arguments parsed;
  if (!parse_dumps_arguments({args, count, names}, parsed))
    return nullptr;
  bytes_buffer out;
  if (!dump(state_in(module), args[0], parsed.options, parsed.fallback, out))
    return nullptr;
  return out.finish().give();
}

PyObject* dumps(PyObject* module, PyObject* const* args, Py_ssize_t count,
                PyObject* names) noexcept {
  if (names != nullptr || count != 1) [[unlikely]]
    return dumps_with(module, args, count, names);
  core_state& state = state_in(module);
  return state.dump_loops->whole(state, args[0]);
}

bool add_info(PyObject* info, const char* name, std::string_view value) noexcept {
  const py_ref text = py_ref::steal(
      PyUnicode_FromStringAndSize(value.data(), static_cast<Py_ssize_t>(value.size())));
  return text && PyDict_SetItemString(info, name, text.lend()) == 0;
}

PyObject* build_info(PyObject* module, PyObject*) noexcept {
  py_ref info = py_ref::steal(PyDict_New());
  if (info && add_info(info.lend(), "version", base::version()) &&
      add_info(info.lend(), "python", PY_VERSION) &&
      add_info(info.lend(), "simdjson", simdjson_version()) &&
      add_info(info.lend(), "simdjson_kernel", simdjson_kernel()) &&
      add_info(info.lend(), "isa", simd::name(simd::selected().chosen)) &&
      add_info(info.lend(), "compat", compat_path(state_in(module))) &&
      add_info(info.lend(), "compiler", base::compiler()))
    return info.give();
  return nullptr;
}

// Names made at their first use (PEP 562): JSONDecodeError, whose base is json's.
PyObject* get_attribute(PyObject* module, PyObject* name) noexcept {
  if (PyUnicode_Check(name) &&
      PyUnicode_CompareWithASCIIString(name, "JSONDecodeError") == 0)
    return Py_XNewRef(decode_error_class(state_in(module)));
  return PyErr_Format(PyExc_AttributeError, "module '%s' has no attribute %R",
                      module_name, name);
}

template <class Function> PyCFunction as_method(Function function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef methods[] = {
    {"loads", as_method(loads), METH_FASTCALL | METH_KEYWORDS, loads_doc},
    {"dumps", as_method(dumps), METH_FASTCALL | METH_KEYWORDS, dumps_doc},
    {"build_info", as_method(build_info), METH_NOARGS, build_info_doc},
    {"__getattr__", as_method(get_attribute), METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

// KRAIT_COMPAT=public keeps to the documented API.
bool choose_compat(core_state& state) noexcept {
  const char* const forced = std::getenv("KRAIT_COMPAT");
  const bool any = forced == nullptr || *forced == '\0';
  if (!any && std::strcmp(forced, "public") != 0) {
    PyErr_Format(PyExc_ImportError, "KRAIT_COMPAT=%s: only `public` is known", forced);
    return false;
  }
  state.layout_known =
      any && compat::layout_holds(state.objects) && compat::values_hold();
  return true;
}

// A free-threaded build (3.13) turns the GIL on for a module that does not say it can
// do without, as ours cannot; where it was told not to (PYTHON_GIL=0), this is the end.
bool has_gil() noexcept {
  PyObject* const ask = PySys_GetObject("_is_gil_enabled"); // lent
  if (ask == nullptr)
    return true;
  const py_ref answer = py_ref::steal(PyObject_CallNoArgs(ask));
  if (!answer)
    return false;
  if (answer.lend() == Py_False)
    PyErr_SetString(PyExc_ImportError,
                    "krait needs the GIL, which is forced off (PYTHON_GIL=0)");
  return answer.lend() != Py_False;
}

int execute(PyObject* module) noexcept {
  const simd::selection& selected = simd::selected();
  if (selected.refused) {
    PyErr_Format(PyExc_ImportError,
                 "KRAIT_ISA=%s is not an instruction set that this machine has",
                 std::string(selected.forced).c_str());
    return -1;
  }
  core_state& state = state_in(module);
  prepare_loads(state);
  static_cast<void>(is_valid_utf8({})); // chooses a kernel: not in the first call
  if (!has_gil() || !choose_compat(state) || !state.shapes.reserve())
    return -1;
  prepare_dumps(state);
  if (!add_encode_error(state) ||
      PyModule_AddObjectRef(module, "JSONEncodeError", state.encode_error) != 0 ||
      PyModule_AddStringConstant(module, "__version__", base::version()) != 0)
    return -1;
  return 0;
}

int traverse(PyObject* module, visitproc visit, void* arg) noexcept {
  const core_state& state = state_in(module);
  Py_VISIT(state.decode_error);
  Py_VISIT(state.encode_error);
  return 0;
}

int clear(PyObject* module) noexcept {
  core_state& state = state_in(module);
  Py_CLEAR(state.decode_error);
  Py_CLEAR(state.encode_error);
  for (PyObject*& text : state.constant_texts)
    Py_CLEAR(text);
  state.keys.clear();
  state.sets.clear();
  state.shapes.clear();
  state.objects.clear();
  state.values.clear();
  return 0;
}

void release(void* module) noexcept { clear(static_cast<PyObject*>(module)); }

PyModuleDef_Slot slots[] = {
    {Py_mod_exec, reinterpret_cast<void*>(execute)},
    KRAIT_INTERPRETER_SLOTS{0, nullptr},
};

PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    module_name,
    module_doc,
    sizeof(core_state),
    methods,
    slots,
    traverse,
    clear,
    release,
};

} // namespace

core_state* state_of(PyObject* module) noexcept {
  if (PyModule_GetDef(module) == &definition)
    return &state_in(module);
  if (!PyErr_Occurred())
    PyErr_SetString(PyExc_SystemError, "not the module _krait");
  return nullptr;
}

std::string_view compat_path(const core_state& state) noexcept {
  return state.layout_known ? "layout" : "public";
}

} // namespace krait::pycore

// NOLINTNEXTLINE(bugprone-reserved-identifier)
PyMODINIT_FUNC PyInit__krait() { return PyModuleDef_Init(&krait::pycore::definition); }
