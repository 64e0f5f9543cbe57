// Each allocation of a call fails once, and from each one on all of them: CPython's by
// a hook of its own, ours by the linker's --wrap.
// SPDX-License-Identifier: Apache-2.0
#include "pycore/core.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include "pycore/state.hpp"
#include "support/python.hpp"

namespace {

// Which allocation fails, counted from the next one.
struct {
  bool armed = false;
  bool all_later_too = false;
  std::size_t countdown = 0;
  std::size_t refused = 0;
  std::size_t refused_own = 0; // of them by __wrap_malloc() and __wrap_realloc()
  std::ptrdiff_t live = 0;     // blocks of CPython's allocators since the hook was set
} failures;

bool must_fail() {
  if (!failures.armed)
    return false;
  if (failures.countdown != 0) {
    --failures.countdown;
    return false;
  }
  if (!failures.all_later_too && failures.refused != 0)
    return false;
  ++failures.refused;
  return true;
}

} // namespace

extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): the linker wants these names
void* __real_malloc(std::size_t size);
void* __real_realloc(void* block, std::size_t size);

void* __wrap_malloc(std::size_t size) {
  if (!must_fail())
    return __real_malloc(size);
  ++failures.refused_own;
  return nullptr;
}
void* __wrap_realloc(void* block, std::size_t size) {
  if (!must_fail())
    return __real_realloc(block, size);
  ++failures.refused_own;
  return nullptr;
}
// NOLINTEND(bugprone-reserved-identifier)
}

namespace krait::pycore {

namespace {

// In front of one of CPython's allocators while it lives.
class allocator_hook {
public:
  explicit allocator_hook(PyMemAllocatorDomain domain) : domain_(domain) {
    PyMem_GetAllocator(domain, &inner_);
    PyMemAllocatorEx hook{&inner_, take, take_cleared, resize, give_back};
    PyMem_SetAllocator(domain, &hook);
  }
  ~allocator_hook() { PyMem_SetAllocator(domain_, &inner_); }
  allocator_hook(const allocator_hook&) = delete;
  allocator_hook& operator=(const allocator_hook&) = delete;

private:
  static PyMemAllocatorEx& behind(void* context) {
    return *static_cast<PyMemAllocatorEx*>(context);
  }
  static void* counted(void* block) {
    failures.live += block != nullptr;
    return block;
  }
  static void* take(void* context, std::size_t size) {
    PyMemAllocatorEx& inner = behind(context);
    return must_fail() ? nullptr : counted(inner.malloc(inner.ctx, size));
  }
  static void* take_cleared(void* context, std::size_t count, std::size_t size) {
    PyMemAllocatorEx& inner = behind(context);
    return must_fail() ? nullptr : counted(inner.calloc(inner.ctx, count, size));
  }
  static void* resize(void* context, void* block, std::size_t size) {
    PyMemAllocatorEx& inner = behind(context);
    if (must_fail())
      return nullptr;
    void* const moved = inner.realloc(inner.ctx, block, size);
    return block == nullptr ? counted(moved) : moved;
  }
  static void give_back(void* context, void* block) {
    PyMemAllocatorEx& inner = behind(context);
    failures.live -= block != nullptr;
    inner.free(inner.ctx, block);
  }

  PyMemAllocatorDomain domain_;
  PyMemAllocatorEx inner_{};
};

// All domains but the raw one: what the interpreter itself takes there, it may do at
// any time, and does not survive without.
struct allocator_hooks {
  allocator_hook memory{PYMEM_DOMAIN_MEM};
  allocator_hook objects{PYMEM_DOMAIN_OBJ};
};

void forget_all(core_state& state) {
  state.keys.clear();
  state.shapes.clear();
  state.objects.clear();
  state.values.clear();
}

// When nothing is cached, by krait, and CPython's lists of free objects are full.
std::ptrdiff_t live_blocks() {
  forget_all(tests::python::running().state());
  tests::python::running().eval(
      "[({n: n}, [n], n / 7, {str(n): {}}) for n in range(200)]");
  return failures.live;
}

enum class verdict { passed, memory_error, other_error };

// Calls krait's `function` with what `make` made, the allocation number `nth` failing.
verdict call(PyObject* function, PyObject* argument, std::size_t nth, bool later_too,
             const py_ref* expected = nullptr) {
  failures.armed = true;
  failures.all_later_too = later_too;
  failures.countdown = nth;
  failures.refused = 0;
  const py_ref result = py_ref::steal(PyObject_CallOneArg(function, argument));
  failures.armed = false;
  if (result) {
    const bool right =
        expected == nullptr ||
        PyObject_RichCompareBool(result.lend(), expected->lend(), Py_EQ) == 1;
    CHECK(right);
    return verdict::passed;
  }
  const bool is_memory = PyErr_ExceptionMatches(PyExc_MemoryError) != 0;
  PyErr_Clear();
  return is_memory ? verdict::memory_error : verdict::other_error;
}

// Each of the allocations that a call makes fails; the call, an argument and whether it
// succeeds where none fails. `allocates`: not all of it comes from CPython's lists of
// what was freed.
void refuse_each(const std::string& function_code, const std::string& argument_code,
                 bool succeeds = true, bool allocates = true) {
  CAPTURE(function_code);
  CAPTURE(argument_code);
  auto& python = tests::python::running();
  const py_ref function = python.eval(function_code);
  const py_ref argument = python.eval(argument_code);
  py_ref expected;
  if (succeeds)
    expected = py_ref::steal(PyObject_CallOneArg(function.lend(), argument.lend()));
  REQUIRE((!succeeds || expected));
  PyErr_Clear();
  const py_ref* const wanted = succeeds ? &expected : nullptr;

  const allocator_hooks hooks;
  for (const bool later_too : {false, true}) {
    CAPTURE(later_too);
    std::size_t nth = 0;
    const auto fail_once = [&] {
      forget_all(python.state());
      const verdict said =
          call(function.lend(), argument.lend(), nth, later_too, wanted);
      REQUIRE(!PyErr_Occurred());
      if (failures.refused == 0)
        REQUIRE((said == verdict::passed) == succeeds);
      else if (succeeds) // it may do without, but says nothing else
        REQUIRE(said != verdict::other_error);
      else
        REQUIRE(said != verdict::passed);
    };
    do {
      CAPTURE(nth);
      // What is lost is lost each time; CPython's own lists come and go.
      std::ptrdiff_t lost = 0;
      for (const int rounds : {4, 100}) {
        const std::ptrdiff_t before = live_blocks();
        for (int round = 0; round != rounds; ++round)
          fail_once();
        lost = (live_blocks() - before) / rounds;
        if (lost <= 0)
          break;
      }
      REQUIRE(lost <= 0);
      // The next call works, on what the failed one has left behind.
      fail_once();
      const bool reached = failures.refused != 0;
      const verdict said =
          call(function.lend(), argument.lend(), SIZE_MAX, false, wanted);
      REQUIRE((said == verdict::passed) == succeeds);
      if (!reached)
        break;
    } while (++nth != 100'000);
    CHECK((nth > 0 || !allocates));
    CHECK(nth != 100'000);
  }
}

} // namespace

TEST_CASE("loads survives the failure of each of its allocations") {
  failures.refused_own = 0;
  for (const char* text : {
           R"(b'[]' + b' ' * 600)",
           R"(b'[1, -70000, 12345678901, 9223372036854775807, 1.5, -0.25e-3]')",
           R"(b'[' + b'7' * 300 + b']')",
           R"(b'["", "a", "text", "' + b'long ' * 100 + b'"]')",
           R"('["\xe9t\xe9", "\u20ac", "\U0001f600", "\ud800"]')",
           R"(b'["\\u00e9 \\n", "\\u20ac", "\\ud83d\\ude00", "\\ud800"]')",
           R"(b'{}' + b' ' * 600)",
           R"(b'[' + b'{"a":1,"b":[2],"c":{"d":null}},' * 5 + b'{}]')",
           R"(b'[{"a":1,"b":2},{"b":3,"a":4},{"a":5,"a":6},{"b":7}]')",
           R"(('[' + ','.join('{"\u20ac%d":1,"k":2}' % n for n in range(12)) + ']'))",
           R"(b'{' + b','.join(b'"key %d":true' % n for n in range(40)) + b'}')",
           R"((lambda k: ('[' + ','.join('{' + ','.join('"%s":%d' % (c, n) for c in
              k[n % 10:] + k[:n % 10]) + '}' for n in range(14)) + ']'))('abcdefghij'))",
           R"(b'[' + b'{"a":1,"b":2,"c":3,"d":4,"e":5,"f":[]},' * 4 + b'0]')",
           R"(b'{"' + b'k' * 70 + b'":1}')",
           R"(b'[' * 200 + b']' * 200)",
           R"(b'[' + b'null,' * 9000 + b'null]')",
           R"(bytearray(b'[1000000]'))",
           R"(memoryview(b'[1000000] ')[::-1][::-1])",
       })
    refuse_each("krait.loads", text);
  CHECK(failures.refused_own != 0);
}

// Lists, dicts and floats then come from what was freed before, as long as it lasts.
TEST_CASE("loads of few objects survives the failure of each of its allocations") {
  for (const char* text : {
           R"(b'[]')",
           R"(b'{}')",
           R"(b'1.5')",
           R"(b'"text"')",
           R"('"\u20ac text"')",
           R"(b'["text",70000,1.5,null,"other"]')",
           R"(b'[[' + b'[],' * 150 + b'[]]]')",
           R"(b'[[' + b'{},' * 150 + b'{}]]')",
           R"(b'[[' + b'1.5,' * 120 + b'2.5]]')",
           R"(b'[' + b'{"":1},' * 70 + b'{"":[]}]')",
           R"(b'{' + b','.join(b'"key%d":%d' % (n, n) for n in range(40)) + b'}')",
           R"(b'{' + b','.join(b'"":%d' % n for n in range(40)) + b'}')",
           R"(b'{"a":"text","b":[1.5,{}],"c":70000}')",
       }) {
    refuse_each("krait.loads", text, true, false);
    // Of a shape that is known by then.
    refuse_each("lambda text: [krait.loads(text) for _ in range(4)][-1]", text, true,
                false);
    // With those lists used up.
    refuse_each("(lambda *held: lambda text: krait.loads(text) if held else held)"
                "([{} for _ in range(200)], [[] for _ in range(200)],"
                " [n / 7 for n in range(200)])",
                text, true, false);
  }
}

TEST_CASE("loads fails cleanly where its error cannot be made either") {
  for (const char* text : {
           R"(b'[1, 2')",
           R"(b'{"a":[{"key":"text", "n":x}]}')",
           R"(b'["\xff"]')",
           R"('["\u20ac" 1]')",
           R"(b'[' * 2000)",
           R"(b'[1e999]')",
           R"(b'[' + b'1' * 5000 + b']')",
           R"(3)",
       })
    refuse_each("krait.loads", text, false);
}

TEST_CASE("dumps survives the failure of each of its allocations") {
  for (const char* value : {
           R"([1, -2**70, 1.5, "text", "\u20ac", None, True])",
           R"({"a": [{"b": "c" * 5000}], "\xe9": "\U0001f600", "k": "\ud800"})",
           R"([[[[[[{}]]]]]] * 300)",
       }) {
    refuse_each("krait.dumps", value);
    refuse_each("lambda o: krait.dumps(o, indent=2, sort_keys=True)", value);
  }
  refuse_each("krait.dumps", "[1, {2}]", false);
}

} // namespace krait::pycore
