// SPDX-License-Identifier: Apache-2.0
#include "pycore/shape_tree.hpp"

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "pycore/py_ref.hpp"
#include "support/python.hpp"

namespace krait::pycore {

namespace {

struct cleared {
  void operator()(shape_tree* tree) const {
    tree->clear();
    delete tree;
  }
};
using tree_owner = std::unique_ptr<shape_tree, cleared>;

tree_owner new_tree() {
  tests::python::running(); // keys are str
  tree_owner tree(new shape_tree{});
  REQUIRE(tree->begin());
  return tree;
}

py_ref str(const std::string& text) {
  py_ref made = py_ref::steal(PyUnicode_FromString(text.c_str()));
  REQUIRE((made && PyObject_Hash(made.lend()) != -1));
  return made;
}

std::string_view token_of(const shape_node* node) {
  return {node->token, node->token_length};
}

void learn(shape_node* node, std::string_view token) {
  shape_tree::learn_token(node, token.data(), token.size());
}

} // namespace

TEST_CASE("a tree finds the keys that were added behind a node, and guesses the last") {
  const tree_owner tree = new_tree();
  shape_node* const root = tree->root();
  const py_ref a = str("a"), b = str("b"), equal = str("a");
  CHECK(root->guess == tree->nowhere());
  CHECK(tree->find(root, a.lend()) == nullptr);
  shape_node* const at_a = tree->add(root, a.lend());
  REQUIRE(at_a != nullptr);
  CHECK(root->guess == at_a);
  CHECK(at_a->depth == 1);
  CHECK(at_a->parent == root);
  shape_node* const at_b = tree->add(root, b.lend());
  CHECK(root->guess == at_b);
  CHECK(tree->find(root, equal.lend()) == at_a); // equal, and another object
  CHECK(root->guess == at_a);
  CHECK(tree->find(at_a, b.lend()) == nullptr);
  shape_node* const again = tree->add(at_a, equal.lend()); // no tree minds
  CHECK(again->depth == 2);
  CHECK(!again->keys_differ);
  shape_node* const below = tree->add(at_a, b.lend());
  REQUIRE(below != nullptr);
  CHECK(below->depth == 2);
  CHECK(below != at_b);
}

TEST_CASE("a key holds one reference for each node, until the end") {
  const py_ref key = str("a key of a tree");
  const Py_ssize_t before = Py_REFCNT(key.lend());
  {
    const tree_owner tree = new_tree();
    CHECK(tree->add(tree->root(), key.lend()) != nullptr);
    const py_ref other = str("other");
    CHECK(tree->add(tree->add(tree->root(), other.lend()), key.lend()) != nullptr);
    CHECK(Py_REFCNT(key.lend()) == before + 2);
  }
  CHECK(Py_REFCNT(key.lend()) == before);
}

TEST_CASE("a token is learned where it fits, and is UTF-8") {
  const tree_owner tree = new_tree();
  const py_ref key = py_ref::steal(PyUnicode_FromString("\xE2\x82\xAC"));
  shape_node* const node = tree->add(tree->root(), key.lend());
  for (std::size_t length = 1; length <= shape_node::max_token; ++length) {
    const std::string token(length, 't');
    learn(node, token);
    CHECK(token_of(node) == token);
    for (std::size_t i = length; i != shape_node::max_token; ++i)
      if (node->token[i] != '\0')
        CHECK(i == length);
  }
  const std::string too_long(shape_node::max_token + 1, 't');
  learn(node, too_long);
  CHECK(token_of(node) == "\xFF");
  learn(node, "\"\xED\x9F\xBF\":"); // U+D7FF, the last below the surrogates
  CHECK(token_of(node) == "\"\xED\x9F\xBF\":");
  for (const std::string_view lone : {"\"\xED\xA0\x80\":", "\"a\xED\xBF\xBF\":"}) {
    learn(node, lone);
    CHECK(token_of(node) == "\xFF");
  }
  CHECK(token_of(tree->nowhere()) == "\xFF");
}

TEST_CASE("keys that are long, too deep or too many have no place") {
  const tree_owner tree = new_tree();
  const py_ref fits = str(std::string(key_cache::max_key_length, 'k'));
  const py_ref too_long = str(std::string(key_cache::max_key_length + 1, 'k'));
  CHECK(tree->add(tree->root(), fits.lend()) != nullptr);
  CHECK(tree->add(tree->root(), too_long.lend()) == nullptr);
  shape_node* node = tree->root();
  for (unsigned depth = 1; depth <= shape_node::max_depth; ++depth) {
    node = tree->add(node, str("deep " + std::to_string(depth)).lend());
    REQUIRE(node != nullptr);
  }
  CHECK(tree->add(node, str("deeper").lend()) == nullptr);

  shape_node* const root = tree->root();
  while (root->children != shape_node::max_children)
    CHECK(tree->add(root, str("key " + std::to_string(root->children)).lend()) !=
          nullptr);
  CHECK(root->waiting == 0);
  CHECK(tree->add(root, str("one too many").lend()) == nullptr);
  CHECK(root->waiting != 0);
  // Then the tree waits, and each time longer.
  int first = 0, second = 0;
  while (!tree->try_again(root))
    ++first;
  CHECK(root->child == nullptr);
  CHECK(root->guess == tree->nowhere());
  while (root->children != shape_node::max_children)
    CHECK(tree->add(root, str("new " + std::to_string(root->children)).lend()) !=
          nullptr);
  CHECK(tree->add(root, str("again too many").lend()) == nullptr);
  while (!tree->try_again(root))
    ++second;
  CHECK(first > 32);
  CHECK(second > first);
}

TEST_CASE("a full tree takes no more, and starts anew where that pays") {
  const tree_owner tree = new_tree();
  const py_ref known = str("known");
  const Py_ssize_t before = Py_REFCNT(known.lend());
  REQUIRE(tree->add(tree->root(), known.lend()) != nullptr);
  std::vector<shape_node*> nodes{tree->root()->child};
  for (std::size_t i = 0; nodes.back() != nullptr && i != 10'000; ++i)
    nodes.push_back(
        tree->add(nodes[i / shape_node::max_children], str(std::to_string(i)).lend()));
  CHECK(nodes.back() == nullptr);
  CHECK(nodes.size() > 2000);
  CHECK(nodes.size() < 4096);

  // While it is read nothing is forgotten, however much is refused.
  tree->refuse(1'000'000);
  REQUIRE(tree->begin());
  CHECK(tree->find(tree->root(), known.lend()) != nullptr);
  tree->end();
  tree->end();
  REQUIRE(tree->begin());
  CHECK(tree->find(tree->root(), known.lend()) == nullptr);
  CHECK(Py_REFCNT(known.lend()) == before);
  CHECK(tree->add(tree->root(), known.lend()) != nullptr);
}

TEST_CASE("shapes are forgotten in time") {
  const tree_owner tree = new_tree();
  const py_ref key = str("a secret");
  REQUIRE(tree->add(tree->root(), key.lend()) != nullptr);
  tree->end();
  for (std::size_t i = 1; i != texts_remembered; ++i) {
    REQUIRE(tree->begin());
    tree->end();
  }
  CHECK(tree->find(tree->root(), key.lend()) != nullptr);
  REQUIRE(tree->begin());
  CHECK(tree->find(tree->root(), key.lend()) == nullptr);
}

TEST_CASE("the bytes that are kept have an end") {
  const tree_owner tree = new_tree();
  std::size_t kept = 0;
  while (tree->has_room_for(1000) && kept < 10'000'000) {
    tree->keep(1000);
    kept += 1000;
  }
  CHECK(kept > 100'000);
  CHECK(kept + 4096 * sizeof(shape_node) <= shape_tree::most_bytes);
  const py_ref key = str("key");
  while (tree->has_room_for(1))
    tree->keep(1);
  CHECK(tree->add(tree->root(), key.lend()) == nullptr);
}

TEST_CASE("a ring holds keys in one order, up to a number") {
  const tree_owner tree = new_tree();
  shape_node* const ring = tree->ring_of(tree->root());
  REQUIRE(ring != tree->nowhere());
  CHECK(tree->ring_of(tree->root()) == ring);
  CHECK(tree->ring_of(nullptr) == tree->nowhere());
  const py_ref a = str("a"), b = str("b"), c = str("c");
  shape_node* const at_a = tree->add_to_ring(ring, a.lend(), "\"a\":", 4);
  shape_node* const at_c = tree->add_to_ring(at_a, c.lend(), "\"c\":", 4);
  shape_node* const at_b = tree->add_to_ring(at_a, b.lend(), "\"b\":", 4);
  CHECK(ring->guess == at_a);
  CHECK(at_a->guess == at_b);
  CHECK(at_b->guess == at_c);
  CHECK(token_of(at_c) == "\"c\":");
  const py_ref too_long = str(std::string(key_cache::max_key_length + 1, 'k'));
  CHECK(tree->add_to_ring(at_a, too_long.lend(), "\"", 1) == at_a);
  CHECK(tree->add_to_ring(tree->nowhere(), a.lend(), "\"a\":", 4) == tree->nowhere());
  int more = 0;
  for (shape_node* at = at_c; more != 1000; ++more) {
    const py_ref key = str(std::to_string(more));
    shape_node* const next = tree->add_to_ring(at, key.lend(), "\"n\":", 4);
    if (next == at)
      break;
    at = next;
  }
  CHECK(more > 30);
  CHECK(more < 256);
  // Where it guesses wrong too often, it is left alone.
  for (int i = 0; i != 1000 && tree->ring_of(tree->root()) == ring; ++i)
    tree->judge_ring(tree->root(), 9, 10);
  CHECK(tree->ring_of(tree->root()) == tree->nowhere());
}

} // namespace krait::pycore
