// Keys and objects, a part of loader.hpp.
// SPDX-License-Identifier: Apache-2.0

// The key at p, white space before it passed over: a str that has its hash.
template <class Objects>
auto loader<Objects>::load_key(const char* p) noexcept -> made {
  p = skip_space(p);
  if (*p != '"')
    return {p, fail(p)};
  const char* const begin = p + 1;
  for (p = begin; may_look_ahead(p); p += scan::step) {
    if (const auto stops = scan::string_stops(p); stops != 0) {
      p += scan::first(stops);
      const auto length = static_cast<std::size_t>(p - begin);
      if (*p != '"' || length > key_cache::max_key_length)
        break;
      return {p + 1, make_key(key_cache::key_at(begin, length))};
    }
  }
  const made key = load_special_string(begin, p);
  if (key.object != nullptr && PyObject_Hash(key.object) == -1) {
    Py_DECREF(key.object);
    return {p, nullptr};
  }
  return key;
}

template <class Objects>
inline PyObject* loader<Objects>::make_key(const key_cache::key& key) noexcept {
  if (PyObject* const known = state_.keys.find(key))
    return known;
  PyObject* const str = make_ascii_str(key.text, key.text + key.length).object;
  if (str == nullptr)
    return nullptr;
  if (PyObject_Hash(str) == -1) {
    Py_DECREF(str);
    return nullptr;
  }
  state_.keys.keep(key, str);
  return str;
}

// Behind the colon that must follow a key; null: failed.
template <class Objects>
inline const char* loader<Objects>::behind_colon(const char* p) noexcept {
  p = skip_space(p);
  if (*p == ':') [[likely]]
    return skip_space(p + 1);
  fail(p);
  return nullptr;
}

// A key of a plain object and its colon. Keys come in the order in which they came
// before, but some are left out.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::load_plain_key(const char* p,
                                                       frame& object) noexcept -> made {
  constexpr int most_left_out = 4;
  if (may_look_ahead(p)) {
    shape_node* guess = object.at->guess;
    for (int i = 0; i != most_left_out && guess->guess != guess; ++i) {
      if (scan::matches(p, guess->token, guess->token_length)) {
        object.at = guess;
        return {p + guess->token_length, Py_NewRef(guess->key)};
      }
      guess = guess->guess;
    }
  }
  made key{p, nullptr};
  if (!state_.keys.is_ignored())
    key = find_known_key(p, safe_end_, state_.keys);
  if (key.object == nullptr) [[unlikely]] {
    key = load_key(p);
    if (key.object == nullptr)
      return key;
    const char* const colon = behind_colon(key.p);
    if (colon == nullptr) {
      Py_DECREF(key.object);
      return {p, nullptr};
    }
    key.p = colon;
  }
  ++object.missed;
  object.at = state_.shapes.add_to_ring(object.at, key.object, p,
                                        static_cast<std::size_t>(key.p - p));
  return key;
}

// The same, where the key is short and known: no need to look at what its bytes are.
template <class Objects>
[[gnu::always_inline]] inline auto
loader<Objects>::find_known_key(const char* p, const char* safe_end,
                                key_cache& keys) noexcept -> made {
  while (json::is_space(*p))
    ++p;
  if (*p != '"' || p > safe_end) [[unlikely]]
    return {p, nullptr};
  const auto quotes = scan::quotes(p + 1);
  if (quotes == 0)
    return {p, nullptr};
  const std::size_t length = scan::first(quotes);
  if (p[length + 2] != ':')
    return {p, nullptr};
  PyObject* const known = keys.find(key_cache::key_at(p + 1, length));
  p += length + 3;
  return {p + (*p == ' '), known};
}

// The guess was wrong, or there was none: looks the key at p up among the shapes.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::find_shape(const char* p, frame& object,
                                                   std::size_t top) noexcept -> step {
  shape_node* const last = object.at;
  const frame* outer = &object - 1;
  while (outer->what == kind::array)
    --outer;
  if (outer->what == kind::shaped)
    state_.shapes.surprise(outer->at);
  if (may_look_ahead(p)) {
    for (shape_node* each = last->child; each != nullptr; each = each->sibling) {
      if (scan::matches(p, each->token, each->token_length)) {
        last->guess = each;
        return {p + each->token_length, each};
      }
    }
  }
  const made key = load_key(p);
  if (key.object == nullptr)
    return {nullptr, nullptr};
  const char* const colon = behind_colon(key.p);
  if (colon == nullptr) {
    Py_DECREF(key.object);
    return {nullptr, nullptr};
  }
  shape_tree& shapes = state_.shapes;
  shape_node* found = shapes.find(last, key.object);
  if (found == nullptr)
    found = shapes.add(last, key.object);
  if (found == nullptr)
    return leave_shape({colon, key.object}, object, top);
  Py_DECREF(key.object);
  shape_tree::learn_token(found, p, static_cast<std::size_t>(colon - p));
  return {colon, found};
}

// The object becomes plain: its values move apart and its keys between them. Takes the
// key.
template <class Objects>
auto loader<Objects>::leave_shape(made key, frame& object, std::size_t top) noexcept
    -> step {
  const std::size_t count = top - object.mark;
  while (static_cast<std::size_t>(values_.limit - values_.begin) <= top + count) {
    if (!grow_values()) {
      Py_DECREF(key.object);
      return {nullptr, nullptr};
    }
  }
  PyObject** const base = values_.begin + object.mark;
  const shape_node* node = object.at;
  for (std::size_t i = count; i-- > 0; node = node->parent) {
    base[2 * i + 1] = base[i];
    base[2 * i] = Py_NewRef(node->key);
  }
  base[2 * count] = key.object;
  object.what = kind::plain;
  state_.shapes.leave(object.tree);
  return {key.p, nullptr};
}

template <class Objects>
inline PyObject* loader<Objects>::make_object(const frame& object,
                                              std::size_t top) noexcept {
  PyObject* const* const values = values_.begin + object.mark;
  if (top == object.mark)
    return objects_.empty_dict();
  if (object.what == kind::plain) {
    const std::size_t count = (top - object.mark) / 2;
    if (object.tree == nullptr)
      state_.shapes.refuse(count);
    else
      state_.shapes.judge_ring(object.tree, object.missed, count);
    return make_plain(values, count, object.holds_containers);
  }
  shape_node* const last = object.at;
  if (last->shared != nullptr) [[likely]]
    return objects_.dict(*last->shared, values, object.holds_containers);
  return make_shaped(last, values, object.holds_containers);
}

// An object that ended at the node `last`.
template <class Objects>
[[gnu::noinline]] PyObject* loader<Objects>::make_shaped(shape_node* last,
                                                         PyObject* const* values,
                                                         bool holds) noexcept {
  if (!last->keys_differ)
    return make_first(last, values, holds);
  PyObject* keys[shape_node::max_depth];
  const std::size_t count = last->depth;
  keys_up_to(*last, keys);
  if (count >= Objects::least_shared) {
    const std::size_t size = Objects::size_of_shared(count);
    if (state_.shapes.has_room_for(size)) {
      last->shared = Objects::make_shared(keys, count);
      if (last->shared == nullptr)
        return nullptr;
      state_.shapes.keep(size);
      return objects_.dict(*last->shared, values, holds);
    }
  }
  return objects_.dict(keys, values, count, holds);
}

// The same while it is not known that no key comes twice.
template <class Objects>
[[gnu::noinline]] PyObject* loader<Objects>::make_first(shape_node* last,
                                                        PyObject* const* values,
                                                        bool holds) noexcept {
  PyObject* pairs[2 * shape_node::max_depth];
  const std::size_t count = last->depth;
  const shape_node* node = last;
  std::size_t i = count;
  do {
    --i;
    pairs[2 * i] = Py_NewRef(node->key);
    pairs[2 * i + 1] = values[i];
    node = node->parent;
  } while (i != 0);
  PyObject* const dict = objects_.dict(pairs, count, holds);
  if (dict != nullptr) [[likely]]
    last->keys_differ = PyDict_Size(dict) == static_cast<Py_ssize_t>(count);
  else
    for (; i != count; ++i)
      Py_DECREF(pairs[2 * i]);
  return dict;
}

// An object of as many pairs.
template <class Objects>
[[gnu::noinline]] PyObject* loader<Objects>::make_plain(PyObject* const* pairs,
                                                        std::size_t count,
                                                        bool holds) noexcept {
  if constexpr (Objects::shares_any_order) {
    if (count <= compat::shared_keys::max_shared && !state_.keys.is_ignored()) {
      const std::uint64_t sum = Objects::sum_of_keys(pairs, count);
      key_sets::found set = state_.sets.find(sum);
      if (set.is_due) [[unlikely]]
        if (!share_keys(pairs, count, sum, set))
          return nullptr;
      if (set.shared != nullptr && set.shared->count == count) {
        PyObject* const dict = objects_.dict_in_order(*set.shared, pairs, holds);
        if (dict != nullptr || PyErr_Occurred() != nullptr) [[likely]]
          return dict;
      }
    }
  }
  return objects_.dict(pairs, count, holds);
}

// Gives the set of the pairs' keys a table, where there is room for it and for them.
// False with MemoryError set.
template <class Objects>
bool loader<Objects>::share_keys(PyObject* const* pairs, std::size_t count,
                                 std::uint64_t sum, key_sets::found& set) noexcept {
  PyObject* keys[compat::shared_keys::max_shared];
  std::size_t size = Objects::size_of_shared(count) + sizeof(compat::key_places);
  for (std::size_t i = 0; i < count; ++i) {
    keys[i] = pairs[2 * i];
    if (PyUnicode_GET_LENGTH(keys[i]) >
        static_cast<Py_ssize_t>(key_cache::max_key_length))
      return true;
    size += shape_tree::size_of(keys[i]);
  }
  if (!state_.sets.make_room_for(size))
    return true;
  compat::shared_keys* const shared = Objects::make_shared(keys, count);
  if (shared == nullptr)
    return false;
  const bool is_ready = compat::learn_places(*shared);
  if (!is_ready || !compat::keys_differ(*shared)) {
    compat::free_shared_keys(shared);
    return is_ready;
  }
  set.shared = shared;
  state_.sets.keep(sum, shared, size);
  return true;
}
