// SPDX-License-Identifier: Apache-2.0
#include "pycore/key_cache.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "pycore/py_ref.hpp"
#include "support/python.hpp"

namespace krait::pycore {

namespace {

struct cleared {
  void operator()(key_cache* cache) const {
    cache->clear();
    delete cache;
  }
};
using cache_owner = std::unique_ptr<key_cache, cleared>;

cache_owner empty_cache() {
  tests::python::running(); // keys are str
  return cache_owner(new key_cache{});
}

// A key in memory that the cache may look ahead in, and its str.
struct sample {
  explicit sample(const std::string& key)
      : text(key + "\":noise that is behind"),
        length(key.size()),
        str(py_ref::steal(PyUnicode_FromString(key.c_str()))) {}
  key_cache::key at() const { return key_cache::key_at(text.data(), length); }

  std::string text;
  std::size_t length;
  py_ref str;
};

bool knows(key_cache& cache, const sample& key) {
  const py_ref found = py_ref::steal(cache.find(key.at()));
  CHECK((!found || found.lend() == key.str.lend()));
  return static_cast<bool>(found);
}

} // namespace

TEST_CASE("a key is known by all of its bytes, at each length") {
  const cache_owner cache = empty_cache();
  for (std::size_t length = 0; length <= key_cache::max_key_length; ++length) {
    CAPTURE(length);
    const sample key(std::string(length, 'k'));
    CHECK_FALSE(knows(*cache, key));
    cache->keep(key.at(), key.str.lend());
    CHECK(knows(*cache, key));
    for (std::size_t at = 0; at != length; ++at) {
      std::string other(length, 'k');
      other[at] = 'l';
      const bool known =
          static_cast<bool>(py_ref::steal(cache->find(sample(other).at())));
      CHECK_FALSE(known);
    }
  }
}

TEST_CASE("newer keys evict one that is no longer used, and each is released once") {
  const cache_owner cache = empty_cache();
  const sample unused("a key");
  const sample used("another key");
  const Py_ssize_t before = Py_REFCNT(unused.str.lend());
  cache->keep(unused.at(), unused.str.lend());
  cache->keep(used.at(), used.str.lend());
  CHECK(knows(*cache, unused));
  CHECK(Py_REFCNT(unused.str.lend()) == before + 1);
  int tries = 0;
  // Hits between, so that the cache goes on; many chances for each of the slots.
  while (Py_REFCNT(unused.str.lend()) != before && tries != 50 * 4096) {
    const bool knows_used = knows(*cache, used) && knows(*cache, used);
    REQUIRE(knows_used);
    const sample other("other " + std::to_string(tries++));
    CHECK_FALSE(knows(*cache, other));
    cache->keep(other.at(), other.str.lend());
    knows(*cache, other);
  }
  CHECK(tries < 50 * 4096);
  CHECK_FALSE(knows(*cache, unused));
  CHECK(knows(*cache, used));
}

TEST_CASE("two keys may have the same place") {
  const cache_owner cache = empty_cache();
  // Of so many keys, some meet.
  std::vector<sample> all;
  for (int i = 0; i != 400; ++i)
    all.emplace_back("key number " + std::to_string(i));
  for (int round = 0; round != 4; ++round)
    for (const sample& each : all)
      if (!knows(*cache, each))
        cache->keep(each.at(), each.str.lend());
  const auto known = std::count_if(
      all.begin(), all.end(), [&](const sample& each) { return knows(*cache, each); });
  CHECK(known >= 395);
}

TEST_CASE("keys that do not come again are left alone for a while") {
  const cache_owner cache = empty_cache();
  for (int i = 0; i != 1024; ++i) {
    const sample key(std::to_string(i));
    CHECK_FALSE(knows(*cache, key));
    cache->keep(key.at(), key.str.lend());
  }
  const sample again("again");
  int ignored = 0;
  for (; !knows(*cache, again) && ignored != 100'000; ++ignored)
    cache->keep(again.at(), again.str.lend());
  CHECK(ignored > 10'000);
  CHECK(ignored < 100'000);
}

TEST_CASE("all keys are forgotten in time, and at the end") {
  const cache_owner cache = empty_cache();
  const sample key("a secret");
  const Py_ssize_t before = Py_REFCNT(key.str.lend());
  cache->begin();
  cache->keep(key.at(), key.str.lend());
  for (std::size_t i = 1; i != texts_remembered; ++i)
    cache->begin();
  CHECK(knows(*cache, key));
  cache->begin();
  CHECK_FALSE(knows(*cache, key));
  CHECK(Py_REFCNT(key.str.lend()) == before);
  cache->keep(key.at(), key.str.lend());
  CHECK(knows(*cache, key));
  cache->clear();
  CHECK_FALSE(knows(*cache, key));
  CHECK(Py_REFCNT(key.str.lend()) == before);
}

TEST_CASE("long keys are kept up to the bytes that are promised") {
  const cache_owner cache = empty_cache();
  std::size_t bytes = sizeof(key_cache);
  int kept = 0;
  for (int i = 0; i != 20'000; ++i) {
    const std::string number = std::to_string(i);
    const sample key(number +
                     std::string(key_cache::max_key_length - number.size(), '_'));
    cache->keep(key.at(), key.str.lend());
    if (knows(*cache, key))
      ++kept;
  }
  CHECK(kept > 1000);
  for (int i = 0; i != 20'000; ++i) {
    const std::string number = std::to_string(i);
    const sample key(number +
                     std::string(key_cache::max_key_length - number.size(), '_'));
    const py_ref found = py_ref::steal(cache->find(key.at()));
    bytes += found ? sizeof(PyASCIIObject) + key_cache::max_key_length + 1 : 0;
  }
  CHECK(bytes > sizeof(key_cache));
  CHECK(bytes <= key_cache::most_bytes + 64); // and its counters
}

} // namespace krait::pycore
