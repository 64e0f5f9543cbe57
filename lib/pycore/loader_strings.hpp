// Strings, a part of loader.hpp.
// SPDX-License-Identifier: Apache-2.0

template <class Objects>
inline auto loader<Objects>::load_string(const char* p) noexcept -> made {
  const char* const begin = p + 1;
  p = begin;
  for (int i = 0; i != 2; ++i, p += scan::step) {
    if (!may_look_ahead(p)) [[unlikely]]
      return load_special_string(begin, p);
    if (const auto stops = scan::string_stops(p); stops != 0) {
      p += scan::first(stops);
      if (*p != '"') [[unlikely]]
        return load_special_string(begin, p);
      return make_ascii_str(begin, p);
    }
  }
  return load_long_string(begin, p);
}

// A string of which [begin, p) is plain ASCII.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::load_long_string(const char* begin,
                                                         const char* p) noexcept
    -> made {
  while (may_look_ahead(p + scan::stride - load_reach) && scan::is_plain(p))
    p += scan::stride;
  for (; may_look_ahead(p); p += scan::step) {
    if (const auto stops = scan::string_stops(p); stops != 0) {
      p += scan::first(stops);
      if (*p != '"')
        break;
      char* text = nullptr;
      const auto length = static_cast<std::size_t>(p - begin);
      PyObject* const str = objects_.ascii(length, text);
      if (str != nullptr) [[likely]]
        std::memcpy(text, begin, length);
      return {p + 1, str};
    }
  }
  return load_special_string(begin, p);
}

template <class Objects>
[[gnu::always_inline]] inline auto
loader<Objects>::make_ascii_str(const char* begin, const char* quote) noexcept -> made {
  const auto length = static_cast<std::size_t>(quote - begin);
  if (length < 2) [[unlikely]]
    return {quote + 1,
            length == 0 ? state_.objects.empty() : state_.objects.character(*begin)};
  char* text = nullptr;
  PyObject* const str = objects_.ascii(length, text);
  if (str != nullptr) [[likely]]
    scan::copy(text, begin, length);
  return {quote + 1, str};
}

// Any string, whose bytes [begin, stop) are plain ASCII.
template <class Objects>
[[gnu::noinline]] auto loader<Objects>::load_special_string(const char* begin,
                                                            const char* stop) noexcept
    -> made {
  if (!valid_) {
    if (!is_valid_utf8({begin, static_cast<std::size_t>(end_ - begin)}))
      return {begin, fail(begin, errc::invalid_utf8)};
    valid_ = true;
  }
  json::utf8_run run;
  run.code_points = static_cast<std::size_t>(stop - begin);
  for (const char* p = stop; may_look_ahead(p); p += scan::step) {
    const std::size_t n = scan::measure(p, run);
    if (n == scan::step)
      continue;
    stop = p + n;
    if (*stop != '"')
      break;
    return {stop + 1, make_other_str(begin, stop, run)};
  }
  stop = json::selected_kernels().find_escapable(stop, end_);
  if (*stop == '\\')
    return unescape(begin);
  if (stop == end_ || *stop != '"')
    return {stop, fail(stop)};
  return {stop + 1, make_str(simd::selected_kernels(), begin, stop).give()};
}

// The escape at p; of no length where it is none.
template <class Objects>
inline json::code_point loader<Objects>::unescape_one(const char* p) const noexcept {
  if (p[1] != 'u') {
    const char meant = json::unescaped(p[1]);
    return {static_cast<unsigned char>(meant),
            static_cast<std::uint8_t>(meant == 0 ? 0 : 2)};
  }
  const auto quad = [this](const char* digits) {
    return may_look_ahead(digits) ? json::hex_quad_ahead(digits)
                                  : json::hex_quad(digits);
  };
  const int unit = quad(p + 2);
  if (unit < 0)
    return {};
  const auto value = static_cast<std::uint32_t>(unit);
  if (json::is_high_surrogate(value) && p[6] == '\\' && p[7] == 'u') {
    const int low = quad(p + 8);
    if (low >= 0 && json::is_low_surrogate(static_cast<std::uint32_t>(low)))
      return {json::join_surrogates(value, static_cast<std::uint32_t>(low)), 12};
  }
  return {value, 6};
}

// Room for `room` bytes at `out`, which points into unescaped_; null with MemoryError
// set.
template <class Objects>
[[gnu::noinline]] char* loader<Objects>::make_room(char* out,
                                                   std::size_t room) noexcept {
  unescaped_.advance_to(out);
  if (unescaped_.reserve(room))
    return unescaped_.cursor();
  fail_memory();
  return nullptr;
}

// A str of the UTF-8 [begin, end), not all of it ASCII.
template <class Objects>
inline PyObject* loader<Objects>::make_other_str(const char* begin, const char* end,
                                                 const json::utf8_run& run) noexcept {
  if (run.code_points == 1)
    return make_str(simd::selected_kernels(), begin, end).give();
  const unsigned unit = run.beyond_bmp ? 4 : run.beyond_latin1 ? 2 : 1;
  void* text = nullptr;
  PyObject* const str = objects_.str(run.code_points, unit, text);
  if (str == nullptr)
    return nullptr;
  const simd::kernels& bytes = simd::selected_kernels();
  switch (unit) {
  case 1: bytes.utf8_to_latin1(begin, end, static_cast<std::uint8_t*>(text)); break;
  case 2: bytes.utf8_to_ucs2(begin, end, static_cast<std::uint16_t*>(text)); break;
  default: bytes.utf8_to_ucs4(begin, end, static_cast<std::uint32_t*>(text)); break;
  }
  return str;
}

// A string with escapes, from its start: into a buffer of UTF-8, and from there to
// its str. Where escapes for characters beyond ASCII come in a row, begins anew with
// unescape_wide().
template <class Objects>
auto loader<Objects>::unescape(const char* begin) noexcept -> made {
  constexpr std::size_t room = 2 * scan::step; // for one turn
  unescaped_.clear();
  char* out = unescaped_.cursor();
  const char* limit = out;
  const char* const safe_end = safe_end_;
  bool other = false;
  for (const char* p = begin;;) {
    if (out >= limit) [[unlikely]] {
      out = make_room(out, room + 1);
      if (out == nullptr)
        return {p, nullptr};
      limit = unescaped_.data() + unescaped_.capacity() - room;
    }
    if (p <= safe_end) {
      const std::size_t n = scan::copy_plain(out, p, other);
      out += n;
      p += n;
      if (n == scan::step) // a branch: what is next need not wait for n
        continue;
    }
    if (*p == '\\') {
      if (const char meant = json::unescaped(p[1]); meant != 0) [[likely]] {
        *out++ = meant;
        p += 2;
        continue;
      }
      const json::code_point next = unescape_one(p);
      if (next.length == 0)
        return {p, fail(p)};
      p += next.length;
      if (next.value >= 0x80) {
        if (p[0] == '\\' && p[1] == 'u')
          return unescape_wide(begin);
        other = true;
      }
      out = json::encode_utf8(out, next.value);
    } else if (*p == '"') {
      unescaped_.advance_to(out);
      return make_unescaped(p + 1, !other);
    } else {
      if (p == end_ || json::is_control(*p))
        return {p, fail(p)};
      other |= !json::is_ascii(*p);
      *out++ = *p++;
    }
  }
}

template <class Objects>
auto loader<Objects>::make_unescaped(const char* p, bool is_ascii) noexcept -> made {
  const char* const text = unescaped_.data();
  const std::size_t length = unescaped_.size();
  if (!is_ascii || length < 2)
    return {p, make_str(simd::selected_kernels(), text, text + length).give()};
  char* to = nullptr;
  PyObject* const str = objects_.ascii(length, to);
  if (str != nullptr)
    std::memcpy(to, text, length);
  return {p, str};
}

// A string with escapes, from its start, into a buffer of code points, where a lone
// surrogate is one like others.
template <class Objects>
auto loader<Objects>::unescape_wide(const char* begin) noexcept -> made {
  constexpr std::size_t room = 2 * scan::step * sizeof(std::uint32_t); // for one turn
  unescaped_.clear();
  auto* out = reinterpret_cast<std::uint32_t*>(unescaped_.cursor());
  const char* limit = unescaped_.cursor();
  std::uint32_t bits = 0; // of all that are not ASCII
  for (const char* p = begin;;) {
    if (reinterpret_cast<char*>(out) >= limit) [[unlikely]] {
      out = reinterpret_cast<std::uint32_t*>(
          make_room(reinterpret_cast<char*>(out), room + 1));
      if (out == nullptr)
        return {p, nullptr};
      limit = unescaped_.data() + unescaped_.capacity() - room;
    }
    if (*p == '\\') {
      const json::code_point next = unescape_one(p);
      if (next.length == 0)
        return {p, fail(p)};
      bits |= * out++ = next.value;
      p += next.length;
      continue;
    }
    if (*p == '"') {
      unescaped_.advance_to(reinterpret_cast<char*>(out));
      return make_wide(p + 1, bits);
    }
    if (may_look_ahead(p)) {
      const std::size_t n = scan::widen_plain(out, p);
      if (n == scan::step) {
        out += scan::step;
        p += scan::step;
        continue;
      }
      out += n;
      p += n;
    }
    if (p == end_ || json::is_control(*p))
      return {p, fail(p)};
    if (!json::is_escapable(*p)) {
      const json::code_point next = json::decode_utf8(p, end_, true);
      bits |= * out++ = next.value;
      p += next.length;
    }
  }
}

// A str of the code points that were unescaped, whose bits are `bits` together.
template <class Objects>
auto loader<Objects>::make_wide(const char* p, std::uint32_t bits) noexcept -> made {
  const auto* const from = reinterpret_cast<const std::uint32_t*>(unescaped_.data());
  const std::size_t length = unescaped_.size() / sizeof *from;
  if (bits < 0x100 && length == 1)
    return {p, PyUnicode_FromOrdinal(static_cast<int>(bits))}; // CPython keeps these
  const unsigned unit = bits < 0x100 ? 1 : bits < 0x10000 ? 2 : 4;
  void* text = nullptr;
  PyObject* const str = objects_.str(length, unit, text);
  if (str == nullptr)
    return {p, nullptr};
  switch (unit) {
  case 1:
    for (std::size_t i = 0; i < length; ++i)
      static_cast<std::uint8_t*>(text)[i] = static_cast<std::uint8_t>(from[i]);
    break;
  case 2: scan::narrow(static_cast<std::uint16_t*>(text), from, length); break;
  default: std::memcpy(text, from, length * sizeof *from); break;
  }
  return {p, str};
}
