// One pass that copies; an object is put in order when it closes.
// SPDX-License-Identifier: Apache-2.0
#include "text/resolve.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace krait::text {

namespace {

struct member {
  std::size_t key; // offsets in the output
  std::size_t key_end;
  std::size_t end;
};

class resolver {
public:
  explicit resolver(std::string_view texts) : in_(texts) { out_.reserve(in_.size()); }

  std::string run() {
    while (at_ < in_.size())
      step();
    return std::move(out_);
  }

private:
  struct container {
    bool is_object;
    bool awaits_key;
    std::size_t first_member; // in members_
  };

  void step() {
    const char c = in_[at_];
    switch (c) {
    case '"': copy_string(); return;
    case '{':
    case '[': open_.push_back({c == '{', c == '{', members_.size()}); break;
    case '}':
    case ']':
      close();
      out_ += c;
      ++at_;
      end_value();
      return;
    case ',':
      if (!open_.empty() && open_.back().is_object)
        open_.back().awaits_key = true;
      break;
    case ':':
    case ' ':
    case '\t':
    case '\r':
    case '\n': break;
    default: copy_scalar(); return;
    }
    out_ += c;
    ++at_;
  }

  void copy_scalar() {
    const std::size_t end = in_.find_first_of(",}] \t\r\n", at_);
    const std::size_t size = std::min(end, in_.size()) - at_;
    out_ += in_.substr(at_, size);
    at_ += size;
    end_value();
  }

  void copy_string() {
    std::size_t end = at_ + 1;
    for (; in_[end] != '"'; ++end)
      end += in_[end] == '\\';
    ++end;
    const std::size_t begin = out_.size();
    out_ += in_.substr(at_, end - at_);
    at_ = end;
    if (!open_.empty() && open_.back().awaits_key) {
      open_.back().awaits_key = false;
      members_.push_back({begin, out_.size(), 0});
    } else {
      end_value();
    }
  }

  void end_value() {
    if (!open_.empty() && open_.back().is_object)
      members_.back().end = out_.size();
  }

  void close() {
    const container closing = open_.back();
    open_.pop_back();
    if (closing.is_object) {
      put_in_order(closing.first_member);
      members_.resize(closing.first_member);
    }
  }

  void put_in_order(std::size_t begin) {
    const std::size_t count = members_.size() - begin;
    const std::string_view written = out_;
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<std::size_t> chosen; // for each place, the member whose value stands
    for (std::size_t i = begin; i < members_.size(); ++i) {
      const member& here = members_[i];
      const auto [found, fresh] = places.try_emplace(
          written.substr(here.key, here.key_end - here.key), chosen.size());
      if (fresh)
        chosen.push_back(i);
      else
        chosen[found->second] = i;
    }
    if (chosen.size() == count)
      return;
    const std::string_view between = written.substr(
        members_[begin].end, members_[begin + 1].key - members_[begin].end);
    std::string ordered;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const member& here = members_[chosen[i]];
      if (i != 0)
        ordered += between;
      ordered += written.substr(here.key, here.end - here.key);
    }
    ordered += written.substr(members_.back().end);
    out_.replace(members_[begin].key, std::string::npos, ordered);
  }

  std::string_view in_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<container> open_;
  std::vector<member> members_;
};

} // namespace

std::string resolve_duplicates(std::string_view texts) { return resolver(texts).run(); }

} // namespace krait::text
