// The shapes of objects seen before: which key follows which.
// SPDX-License-Identifier: Apache-2.0
//
// The objects of a document mostly come in few shapes: the same keys in the same order.
// A tree holds them, a node for each key behind the keys before it, and each node
// remembers the very bytes that spelled its key, from behind the comma to behind the
// colon, and which node came next the last time. Where that guess holds, one comparison
// replaces the scan for the closing quote, the hash, the lookup, and the white space on
// both sides; and an object that ends at a node has that node's keys, all at once.
//
// The objects in the values of one tree's keys share a tree at first: the keys of a map
// from names to records lead to the same shapes. A key whose objects come out otherwise
// than guessed there gets a tree of its own, so that guesses know their context.
//
// Where keys are left out now and then, paths are too many. The objects of such a tree
// are no longer followed in it, but along a ring: its keys in one order, each after the
// one that it was first seen behind. It says which key comes next, or next but one.
#pragma once

#include "pycore/python.hpp"

#include <cstddef>
#include <cstdint>

#include "pycore/compat/layout.hpp"
#include "pycore/key_cache.hpp"

namespace krait::pycore {

struct shape_node {
  static constexpr std::size_t max_token = 64;
  static constexpr unsigned max_depth = 200;  // keys of one object
  static constexpr unsigned ring_depth = 255; // the depth of a node in a ring
  static constexpr unsigned max_children = 8; // more: the keys are data, not a shape

  // As it was last spelled, the rest zero; one that cannot be where it is too long.
  char token[max_token];
  PyObject* key;       // owned; null in the root of a tree
  shape_node* guess;   // the child to try first; never null
  shape_node* child;   // the first of the children
  shape_node* sibling; // in a root: the head of its ring; null: none yet
  shape_node* parent;
  // The tree for objects in this key's value; null: the one of its tree's root. In a
  // root: what the keys without an own one share; null: none yet.
  shape_node* inner;
  compat::shared_keys* shared; // of objects that end here; null: none yet
  std::uint8_t token_length;
  std::uint8_t depth; // keys up to here
  std::uint8_t children;
  std::uint8_t patience;  // how long the next `waiting` will be, as a power of two
  bool keys_differ;       // an object ended here, and none of its keys came twice
  std::uint8_t surprises; // wrong guesses in this key's value, until it has a tree
  std::uint16_t waiting;  // > 0: too many children; objects to go before a new start
};
static_assert(sizeof(shape_node) == 128);

// The keys (lent) of objects that end at this node, `depth` of them.
inline void keys_up_to(const shape_node& last, PyObject** keys) noexcept {
  const shape_node* node = &last;
  for (std::size_t i = last.depth; i-- > 0; node = node->parent)
    keys[i] = node->key;
}

// Of bounded size, and forgotten as a whole when it is full of what does not come
// again, or has grown old. Begins as zero bytes, as part of the module's state.
class shape_tree {
  static constexpr std::size_t capacity = 4096;
  static constexpr std::size_t most_kept = 320 << 10; // bytes of keys and tables
  static constexpr std::size_t ready = 512; // nodes whose memory is touched at once

public:
  static constexpr std::size_t most_bytes = capacity * sizeof(shape_node) + most_kept;

  // Makes the room that begin() needs; false with MemoryError set.
  bool reserve() noexcept { return nodes_ != nullptr || restart(); }

  // At the start of a text: makes room, or forgets where that pays. False with
  // MemoryError set. While another text is being read (a long integer can give the
  // floor to another thread), its nodes must stay. Each begin() that succeeds has its
  // end().
  bool begin() noexcept {
    ++texts_;
    if (nodes_ == nullptr || (readers_ == 0 && is_spent())) [[unlikely]]
      if (!restart())
        return false;
    ++readers_;
    return true;
  }
  void end() noexcept { --readers_; }

  shape_node* root() noexcept { return &nodes_[1]; }

  // A node that no text matches, so that a guess need not be tested for null.
  shape_node* nowhere() noexcept { return &nodes_[0]; }

  // The child of `node` with that key (lent, exact str with a hash), if there is one;
  // it becomes the guess.
  shape_node* find(shape_node* node, PyObject* key) noexcept;

  // A new child; null where the tree is full or the node has children enough. The key
  // may stand in the path to the node already: that is asked once, when an object ends.
  shape_node* add(shape_node* node, PyObject* key) noexcept;

  // The tree of the objects in the value of the key `node`, in the tree of `root`; null
  // where there is no room.
  shape_node* inner_of(const shape_node* node, shape_node* root) noexcept {
    return node->inner != nullptr ? node->inner : shared_inner_of(root);
  }
  shape_node* shared_inner_of(shape_node* root) noexcept {
    return root->inner != nullptr ? root->inner : (root->inner = make());
  }

  // An object in the value of this key came out otherwise than guessed.
  void surprise(shape_node* node) noexcept {
    if (node->inner != nullptr || ++node->surprises < most_surprises)
      return;
    node->surprises = 0;
    if (used_ < capacity / 2)
      node->inner = make();
    else
      refused_ += most_surprises;
  }

  // What keeping a key alive takes.
  static std::size_t size_of(PyObject* key) noexcept;

  // Whether so many bytes of keys or tables may be kept as well; a tree that is refused
  // that many times starts anew. Who makes them calls keep().
  bool has_room_for(std::size_t bytes) noexcept {
    if (kept_ + bytes <= most_kept)
      return true;
    ++refused_;
    return false;
  }
  void keep(std::size_t bytes) noexcept { kept_ += bytes; }

  // That many keys of objects without a tree were read.
  void refuse(std::size_t keys) noexcept { refused_ += keys; }

  // The bytes [token, token + length) spell this node's key. It is learned where it
  // is short enough, and UTF-8.
  static void learn_token(shape_node* node, const char* token,
                          std::size_t length) noexcept;

  // An object left the tree at a key that has no place there.
  void leave(shape_node* root) noexcept {
    if (++root->surprises >= most_left)
      wait(root);
  }

  // The head of a tree's ring, or what guesses nothing.
  shape_node* ring_of(shape_node* root) noexcept;

  // After the ring's node `at` came this key, spelled as said, and was not guessed; the
  // node to guess from next.
  shape_node* add_to_ring(shape_node* at, PyObject* key, const char* token,
                          std::size_t length) noexcept {
    return at->depth != shape_node::ring_depth || at->parent->children == most_ring_keys
               ? at
               : extend_ring(at, key, token, length);
  }

  // Of an object's `keys`, `missed` were not guessed by the ring.
  void judge_ring(shape_node* root, std::size_t missed, std::size_t keys) noexcept;

  // For a tree's root that waits: whether it is to be tried again now.
  bool try_again(shape_node* root) noexcept;

  void clear() noexcept;

private:
  static constexpr std::size_t ring_room = 512; // nodes that no tree gets
  static constexpr std::uint8_t most_surprises = 4;
  static constexpr std::uint8_t most_left = 8;
  static constexpr std::uint8_t most_ring_keys = 64;
  static constexpr std::uint8_t most_bad_objects = 16;

  bool is_spent() const noexcept {
    return refused_ >= patience_ || texts_ > texts_remembered;
  }
  bool restart() noexcept;
  void forget() noexcept;
  shape_node* make(std::size_t limit = capacity - ring_room) noexcept;
  // With its key; null as well where the key is too long to be kept.
  shape_node* make_for(PyObject* key,
                       std::size_t limit = capacity - ring_room) noexcept;
  shape_node* extend_ring(shape_node* at, PyObject* key, const char* token,
                          std::size_t length) noexcept;
  static void wait(shape_node* root) noexcept;

  shape_node* nodes_; // `capacity` of them, from calloc
  std::size_t used_;
  std::size_t kept_;     // bytes of keys and tables
  std::size_t refused_;  // keys, since the tree was full
  std::size_t patience_; // how many are borne before a new start
  std::size_t texts_;    // since the last start
  std::size_t readers_;  // texts that are being read
};

} // namespace krait::pycore
