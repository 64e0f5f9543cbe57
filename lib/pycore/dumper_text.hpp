// What the loops of dumps() write between and within containers, and room for it.
// SPDX-License-Identifier: Apache-2.0
//
// Included inside the namespace and the target region of a dumps_<isa>.cpp, which names
// `quoting` and `kernels`; no include guard. The writing position stays in a register:
// it is handed from function to function, null where the loops cannot go on.

// Plain: no white space, keys as they come, UTF-8. Indented: plain but for its white
// space. Styled: as the options say.
enum class style : std::uint8_t { plain, indented, styled };

template <style Style> class dumper_text {
protected:
  explicit dumper_text(const dumping& given) noexcept : given_(given) {
    if constexpr (may_indent)
      if (indents())
        lines_.prepare(given_.options.indent);
  }

  const json::write_options& options() const noexcept { return given_.options; }
  base::output_buffer& out() noexcept { return given_.out; }
  // For what is uncommon.
  writer& base() noexcept {
    if (!base_)
      base_.emplace(given_, kernels);
    return *base_;
  }

  static constexpr bool may_indent = Style != style::plain;
  static constexpr bool may_sort = Style == style::styled;
  bool indents() const noexcept {
    return Style == style::indented || (Style == style::styled && options().pretty);
  }
  bool sorts() const noexcept { return may_sort && options().sort_keys; }
  bool is_ascii_only() const noexcept {
    return Style == style::styled && options().ensure_ascii;
  }

  // What a member may take before the next look: two short strings, each of its
  // characters an escape, what their vectors store beyond, and a line break.
  static constexpr std::size_t room = may_indent ? 1024 + 256 + 64 : 1024;
  static_assert(2 * short_strings::room + 16 +
                    (may_indent ? line_breaks::longest + line_breaks::block : 0) <=
                room);

  // Writes what is known about the place, and takes the next one from the base. Null
  // with MemoryError set.
  [[gnu::noinline]] char* more_room() noexcept { return first_room(); }
  [[gnu::always_inline]] char* first_room() noexcept {
    if (!out().reserve(room)) {
      PyErr_NoMemory();
      return nullptr;
    }
    limit_ = out().data() + out().capacity() - room;
    return out().cursor();
  }
  char* with_room(char* p) noexcept {
    if (p <= limit_) [[likely]]
      return p;
    out().advance_to(p);
    return more_room();
  }
  // Whether that much more fits, and a member behind it.
  bool has_room(const char* p, std::size_t bytes) const noexcept {
    return limit_ - p >= static_cast<std::ptrdiff_t>(bytes);
  }
  // Lets the base write, which says whether it could; else an error is set.
  template <class Write> char* outside(char* p, Write write) noexcept {
    out().advance_to(p);
    return write(base()) ? more_room() : nullptr;
  }

  // A str, of a subclass too: no container opens.
  char* by_base(char* p, PyObject* str) noexcept {
    return outside(
        p, [str](writer& base) { return base.write_value(str) == step::written; });
  }

  // Of a line break inside of so many containers.
  std::size_t line_length(std::size_t depth) const noexcept {
    return may_indent ? 1 + depth * options().indent.size() : 0;
  }
  // Null with an error set.
  [[gnu::always_inline]] char* break_line(char* p, std::size_t length) noexcept {
    if (length > line_breaks::block) [[unlikely]]
      return break_long_line(p, length);
    return lines_.write(p, line_breaks::block) - line_breaks::block + length;
  }
  [[gnu::noinline]] char* break_long_line(char* p, std::size_t length) noexcept {
    if (lines_.is_ready(length))
      return lines_.write(p, length);
    const std::size_t depth = (length - 1) / options().indent.size();
    return outside(p, [depth](writer& base) { return base.write_newline(depth); });
  }
  // What stands before a member: the bracket of its container or a comma.
  [[gnu::always_inline]] char* separate(char* p, char separator,
                                        std::size_t line) noexcept {
    *p++ = separator;
    if constexpr (may_indent)
      if (indents())
        return break_line(p, line);
    return p;
  }
  // Behind the last member, or in front of a first that there is not.
  [[gnu::always_inline]] char* close(char* p, char separator, char bracket,
                                     std::size_t depth) noexcept {
    if constexpr (may_indent) {
      p = with_room(p);
      if (p != nullptr && separator == ',' && indents())
        p = break_line(p, line_length(depth - 1));
      if (p == nullptr)
        return nullptr;
    }
    *p = separator; // of what is empty, its first bracket
    p += separator != ',';
    *p = bracket;
    return p + 1;
  }

  static char* brackets(char* p, char first) noexcept {
    p[0] = first;
    p[1] = static_cast<char>(first + 2); // as ASCII has it, of both kinds
    return p + 2;
  }

  [[gnu::always_inline]] char* string(char* p, PyObject* str) noexcept {
    if (!short_strings::is_ascii(str)) [[unlikely]]
      return wide_string(p, str);
    const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
    if (n > quoting::longest)
      return long_ascii(p, short_strings::text_of(str), n);
    return is_ascii_only() ? short_strings::write_ascii<true>(p, str, n)
                           : short_strings::write_ascii<false>(p, str, n);
  }

private:
  char* copy_ascii(char* p, const char* text, std::size_t n) noexcept {
    return is_ascii_only() ? quoting::template copy<true>(p, text, n)
                           : quoting::template copy<false>(p, text, n);
  }
  [[gnu::noinline]] char* long_ascii(char* p, const char* text,
                                     std::size_t n) noexcept {
    *p++ = '"';
    // By the run, lest a long str asks for six times the room it needs.
    constexpr std::size_t run = 4096;
    while (n != 0) {
      const std::size_t now = std::min(n, run);
      if (!has_room(p, 6 * now + quoting::slack)) {
        out().advance_to(p);
        if (!out().reserve(6 * now + quoting::slack + room)) {
          PyErr_NoMemory();
          return nullptr;
        }
        p = more_room();
      }
      p = copy_ascii(p, text, now);
      text += now;
      n -= now;
    }
    *p = '"';
    return p + 1;
  }

  [[gnu::noinline]] char* wide_string(char* p, PyObject* str) noexcept {
    const auto n = static_cast<std::size_t>(PyUnicode_GET_LENGTH(str));
    if (is_ascii_only() || !PyUnicode_IS_COMPACT(str) ||
        !has_room(p, short_strings::room_of(n)))
      return by_base(p, str);
    return short_strings::write_wide(p, str, n);
  }

  const dumping& given_;
  const char* limit_ = nullptr; // up to here there is room
  std::optional<writer> base_;
  struct no_lines {};
  [[no_unique_address]] std::conditional_t<may_indent, line_breaks, no_lines> lines_;
};
