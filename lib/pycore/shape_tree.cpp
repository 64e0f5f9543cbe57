// SPDX-License-Identifier: Apache-2.0
#include "pycore/shape_tree.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace krait::pycore {

namespace {

constexpr const char* impossible = "\xFF"; // in no UTF-8

bool same_key(PyObject* one, PyObject* other) noexcept {
  return one == other || (PyUnicode_GET_LENGTH(one) == PyUnicode_GET_LENGTH(other) &&
                          PyUnicode_Compare(one, other) == 0);
}

bool holds_surrogate(const char* token, std::size_t length) noexcept {
  for (std::size_t i = 0; i + 1 < length; ++i)
    if (token[i] == '\xED' && static_cast<unsigned char>(token[i + 1]) >= 0xA0)
      return true;
  return false;
}

void set_token(shape_node* node, const char* token, std::size_t length) noexcept {
  std::memset(node->token, 0, sizeof node->token);
  std::memcpy(node->token, token, length);
  node->token_length = static_cast<std::uint8_t>(length);
}

} // namespace

std::size_t shape_tree::size_of(PyObject* key) noexcept {
  const auto units = static_cast<std::size_t>(PyUnicode_GET_LENGTH(key)) + 1;
  return PyUnicode_IS_COMPACT_ASCII(key)
             ? sizeof(PyASCIIObject) + units
             : sizeof(PyCompactUnicodeObject) + units * PyUnicode_KIND(key);
}

// A full tree that soon fills again is of little use: the next start comes later.
bool shape_tree::restart() noexcept {
  constexpr std::size_t least = capacity / 4;
  constexpr std::size_t most = 16 * capacity;
  constexpr std::size_t few_texts = 8;
  patience_ = texts_ <= few_texts ? std::clamp(2 * patience_, least, most) : least;
  if (nodes_ == nullptr) {
    nodes_ = static_cast<shape_node*>(std::malloc(capacity * sizeof(shape_node)));
    if (nodes_ == nullptr) {
      PyErr_NoMemory();
      return false;
    }
    // At import, so that the first call need not wait for fresh pages.
    std::memset(nodes_, 0, ready * sizeof(shape_node));
  }
  forget();
  texts_ = 1;
  used_ = 2;
  std::memset(nodes_, 0, used_ * sizeof(shape_node));
  set_token(nowhere(), impossible, 1);
  nowhere()->guess = nowhere();
  root()->guess = nowhere();
  return true;
}

shape_node* shape_tree::make(std::size_t limit) noexcept {
  if (used_ >= limit) {
    ++refused_;
    return nullptr;
  }
  shape_node* const made = &nodes_[used_++];
  std::memset(made, 0, sizeof *made);
  made->guess = nowhere();
  return made;
}

shape_node* shape_tree::make_for(PyObject* key, std::size_t limit) noexcept {
  if (PyUnicode_GET_LENGTH(key) > static_cast<Py_ssize_t>(key_cache::max_key_length))
    return nullptr;
  const std::size_t bytes = size_of(key);
  shape_node* const made = has_room_for(bytes) ? make(limit) : nullptr;
  if (made == nullptr)
    return nullptr;
  kept_ += bytes;
  made->key = Py_NewRef(key);
  return made;
}

shape_node* shape_tree::find(shape_node* node, PyObject* key) noexcept {
  for (shape_node* each = node->child; each != nullptr; each = each->sibling)
    if (same_key(each->key, key))
      return node->guess = each;
  return nullptr;
}

shape_node* shape_tree::add(shape_node* node, PyObject* key) noexcept {
  if (node->children == shape_node::max_children) {
    if (node->depth == 0)
      wait(node);
    return nullptr;
  }
  if (node->depth == shape_node::max_depth)
    return nullptr;
  shape_node* const made = make_for(key);
  if (made == nullptr)
    return nullptr;
  made->parent = node;
  made->depth = static_cast<std::uint8_t>(node->depth + 1);
  made->sibling = node->child;
  node->child = made;
  ++node->children;
  return node->guess = made;
}

void shape_tree::wait(shape_node* root) noexcept {
  root->waiting = static_cast<std::uint16_t>(64u << root->patience);
  root->patience = static_cast<std::uint8_t>(std::min(root->patience + 1, 9));
  root->surprises = 0;
}

shape_node* shape_tree::ring_of(shape_node* root) noexcept {
  if (root == nullptr)
    return nowhere();
  if (root->sibling == nullptr) {
    root->sibling = make(capacity);
    if (root->sibling == nullptr)
      return nowhere();
    root->sibling->depth = shape_node::ring_depth;
    root->sibling->parent =
        root->sibling; // the head, where the ring's keys are counted
  }
  return root->sibling->surprises == most_bad_objects ? nowhere() : root->sibling;
}

shape_node* shape_tree::extend_ring(shape_node* at, PyObject* key, const char* token,
                                    std::size_t length) noexcept {
  shape_node* const made = make_for(key, capacity);
  if (made == nullptr)
    return at;
  made->depth = shape_node::ring_depth;
  made->parent = at->parent;
  made->guess = at->guess;
  at->guess = made;
  ++at->parent->children;
  learn_token(made, token, length);
  return made;
}

void shape_tree::judge_ring(shape_node* root, std::size_t missed,
                            std::size_t keys) noexcept {
  shape_node* const ring = root->sibling;
  if (ring == nullptr || ring->surprises == most_bad_objects)
    return;
  ring->surprises =
      4 * missed > keys ? static_cast<std::uint8_t>(ring->surprises + 1) : 0;
}

void shape_tree::learn_token(shape_node* node, const char* token,
                             std::size_t length) noexcept {
  // An encoded surrogate, which a str may bring, is none where the next text is bytes.
  const bool fits = length <= shape_node::max_token;
  if (fits && (PyUnicode_IS_COMPACT_ASCII(node->key) ||
               !holds_surrogate(token, length))) [[likely]]
    set_token(node, token, length);
  else
    set_token(node, impossible, 1);
}

bool shape_tree::try_again(shape_node* root) noexcept {
  if (--root->waiting != 0)
    return false;
  root->child = nullptr; // the old children stay in their places, out of use
  root->children = 0;
  root->guess = nowhere();
  return true;
}

void shape_tree::forget() noexcept {
  for (std::size_t i = 0; i < used_; ++i) {
    Py_XDECREF(nodes_[i].key);
#if KRAIT_LAYOUT
    if (nodes_[i].shared != nullptr)
      compat::free_shared_keys(nodes_[i].shared);
#endif
  }
  used_ = refused_ = kept_ = 0;
}

void shape_tree::clear() noexcept {
  forget();
  std::free(nodes_);
  nodes_ = nullptr;
}

} // namespace krait::pycore
