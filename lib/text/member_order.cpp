// One pass finds members, chooses their order and moves those of short objects; if long
// ones remain, a second pass copies. SPDX-License-Identifier: Apache-2.0
#include "text/member_order.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <deque>
#include <unordered_map>
#include <vector>

#include "json/characters.hpp"
#include "json/unescape.hpp"

namespace krait::text {

namespace {

// Longer objects wait for the second pass, so that no byte is moved for each of many
// objects around it.
constexpr std::ptrdiff_t most_moved = 2048;

// Places are pointers into the texts.
struct member {
  const char* key;          // its opening quotation mark
  const char* end;          // behind the value
  std::size_t inner;        // the number of the first object that begins behind `key`
  std::string_view meaning; // of the key: what it is compared by
};

// An object that is written otherwise than it stands there. In pretty form white space
// stands behind its bracket, around each comma and before the end; it stays where it
// is.
struct object {
  const char* begin;
  const char* first_key = nullptr; // null: written as it stands
  std::string_view between = {};   // a comma, and what stands behind it
  const char* tail = nullptr;      // behind the last member
  std::size_t members = 0; // in the list of all; those that are written, in order
  std::size_t members_end = 0;
  std::size_t next = 0; // the number of the first object that is not inside
};

class finder {
public:
  finder(char* begin, const char* end, member_order order)
      : begin_(begin), at_(begin), end_(end), order_(order) {}

  // False: everything is in order now.
  bool run() {
    while (at_ != end_)
      step();
    return !members_.empty();
  }
  const std::vector<object>& objects() const { return objects_; }
  const std::vector<member>& members() const { return members_; }

private:
  struct container {
    bool is_object;
    bool awaits_key;
    std::size_t number; // of the object
    std::size_t first;  // of its members in waiting_
  };

  bool in_object() const { return !open_.empty() && open_.back().is_object; }

  void step() {
    switch (*at_) {
    case '"': pass_string(); break;
    case '{':
      open_.push_back({true, true, objects_.size(), waiting_.size()});
      objects_.push_back({at_++});
      break;
    case '[':
      open_.push_back({false, false, 0, 0});
      ++at_;
      break;
    case '}': close_object(); [[fallthrough]];
    case ']':
      open_.pop_back();
      ++at_;
      end_value();
      break;
    case ',':
      if (in_object())
        open_.back().awaits_key = true;
      ++at_;
      break;
    case ':':
    case ' ':
    case '\t':
    case '\r':
    case '\n': ++at_; break;
    default: pass_scalar();
    }
  }

  void pass_scalar() {
    while (at_ != end_ && *at_ != ',' && *at_ != '}' && *at_ != ']' &&
           !json::is_space(*at_))
      ++at_;
    end_value();
  }

  // The quotation mark that ends the string which begins before p.
  const char* find_quote(const char* p) const {
    const char* const begin = p;
    for (;; ++p) {
      p = static_cast<const char*>(
          std::memchr(p, '"', static_cast<std::size_t>(end_ - p)));
      const char* slash = p;
      while (slash != begin && slash[-1] == '\\')
        --slash;
      if ((p - slash) % 2 == 0)
        return p;
    }
  }

  void pass_string() {
    const char* const begin = at_;
    const char* const quote = find_quote(begin + 1);
    at_ = quote + 1;
    if (!in_object() || !open_.back().awaits_key) {
      end_value();
      return;
    }
    open_.back().awaits_key = false;
    const std::string_view raw(begin + 1, static_cast<std::size_t>(quote - begin - 1));
    const bool is_plain = raw.find('\\') == std::string_view::npos;
    waiting_.push_back({begin, nullptr, objects_.size(),
                        is_plain ? raw : meanings_.emplace_back(json::unescape(raw))});
  }

  void end_value() {
    if (in_object())
      waiting_.back().end = at_;
  }

  void close_object() {
    const std::size_t number = open_.back().number;
    const std::size_t first = open_.back().first;
    object& closed = objects_[number];
    closed.next = objects_.size();
    bool stays = closed.next != number + 1; // something inside waits
    if (waiting_.size() - first > 1) {
      const member front = waiting_[first];
      const std::size_t count = waiting_.size();
      closed.between = {front.end,
                        static_cast<std::size_t>(waiting_[first + 1].key - front.end)};
      closed.tail = waiting_.back().end;
      if (put_in_order(first)) {
        if (!stays && waiting_.size() == count && at_ - closed.begin <= most_moved) {
          move_members(front.key, first, closed.between);
        } else {
          stays = true;
          closed.first_key = front.key;
          closed.members = members_.size();
          const auto begin = waiting_.begin() + static_cast<std::ptrdiff_t>(first);
          members_.insert(members_.end(), begin, waiting_.end());
          closed.members_end = members_.size();
        }
      }
    }
    waiting_.resize(first);
    if (!stays)
      objects_.pop_back();
  }

  // Writes the members that wait from `first` on to `place`, where all of them stand.
  void move_members(const char* place, std::size_t first, std::string_view between) {
    moved_.clear();
    for (std::size_t i = first; i < waiting_.size(); ++i) {
      if (i != first)
        moved_ += between;
      moved_.append(waiting_[i].key, waiting_[i].end);
    }
    std::memcpy(begin_ + (place - begin_), moved_.data(), moved_.size());
  }

  // The members that wait from `first` on. False: they are in order.
  bool put_in_order(std::size_t first) {
    const std::size_t count = waiting_.size();
    if (order_ == member_order::first_place) {
      keep_last(first);
      return waiting_.size() != count;
    }
    const auto begin = waiting_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto is_less = [](const member& a, const member& b) {
      return a.meaning < b.meaning;
    };
    const bool sorted = std::is_sorted(begin, waiting_.end(), is_less);
    if (!sorted)
      std::stable_sort(begin, waiting_.end(), is_less);
    if (order_ == member_order::sorted)
      keep_last_of_neighbours(first);
    return !sorted || waiting_.size() != count;
  }

  void keep_last(std::size_t first) {
    std::unordered_map<std::string_view, std::size_t> places;
    std::size_t kept = first;
    for (std::size_t i = first; i < waiting_.size(); ++i) {
      const auto [found, fresh] = places.try_emplace(waiting_[i].meaning, kept);
      kept += fresh;
      waiting_[found->second] = waiting_[i];
    }
    waiting_.resize(kept);
  }

  void keep_last_of_neighbours(std::size_t first) {
    std::size_t kept = first;
    for (std::size_t i = first + 1; i < waiting_.size(); ++i) {
      kept += waiting_[i].meaning != waiting_[kept].meaning;
      waiting_[kept] = waiting_[i];
    }
    waiting_.resize(kept + 1);
  }

  char* const begin_;
  const char* at_;
  const char* const end_;
  const member_order order_;
  std::vector<container> open_;
  std::vector<member> waiting_; // of the objects that are open, the innermost last
  std::string moved_;
  // For the second pass: members of the objects that change, these objects and those
  // around them, in the order of their beginnings.
  std::vector<member> members_;
  std::vector<object> objects_;
  std::deque<std::string> meanings_;
};

class copier {
public:
  explicit copier(const finder& found)
      : objects_(found.objects()), members_(found.members()) {}

  std::string run(std::string_view texts) {
    out_.reserve(texts.size());
    open_.push_back({texts.data(), texts.data() + texts.size(), 0, 0, 0, {}});
    while (!open_.empty())
      step();
    return std::move(out_);
  }

private:
  // First a stretch of text, then members.
  struct work {
    const char* at;
    const char* end;
    std::size_t inner; // the next object that may begin in the stretch
    std::size_t member;
    std::size_t members_end;
    std::string_view between; // of these members
  };

  void step() {
    work& now = open_.back();
    const auto begins_here = [&] {
      return now.inner < objects_.size() && objects_[now.inner].begin < now.end;
    };
    while (begins_here() && objects_[now.inner].first_key == nullptr)
      ++now.inner;
    if (begins_here()) {
      const object& inner = objects_[now.inner];
      out_.append(now.at, inner.first_key);
      now.at = inner.tail;
      now.inner = inner.next;
      enter_members(
          {nullptr, nullptr, 0, inner.members, inner.members_end, inner.between});
      return;
    }
    out_.append(now.at, now.end);
    if (now.member == now.members_end) {
      open_.pop_back();
      return;
    }
    out_ += now.between;
    next_member(now);
  }

  void enter_members(work members) {
    next_member(members);
    open_.push_back(members);
  }

  void next_member(work& members) {
    const member& next = members_[members.member++];
    members.at = next.key;
    members.end = next.end;
    members.inner = next.inner;
  }

  const std::vector<object>& objects_;
  const std::vector<member>& members_;
  std::string out_;
  std::vector<work> open_;
};

} // namespace

char* order_members(char* begin, char* end, member_order order) {
  finder found(begin, end, order);
  if (!found.run())
    return end;
  const std::string ordered =
      copier(found).run({begin, static_cast<std::size_t>(end - begin)});
  std::memcpy(begin, ordered.data(), ordered.size());
  return begin + ordered.size();
}

} // namespace krait::text
