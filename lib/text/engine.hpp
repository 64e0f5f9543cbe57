// The loop behind text::transcoder: windows, tokens, output, and the way to an error.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/output_buffer.hpp"
#include "text/grammar_state.hpp"
#include "text/index_state.hpp"
#include "text/kernels.hpp"
#include "text/key_watch.hpp"
#include "text/pretty_writer.hpp"
#include "text/raw_window.hpp"
#include "text/scratch.hpp"
#include "text/settled_levels.hpp"
#include "text/tokens.hpp"
#include "text/transcoder.hpp"
#include "json/diagnosis.hpp"

namespace krait::text {

// A round: bytes are read, stage 1 makes tokens of whole blocks, stage 2 checks all but
// the last two (it looks two ahead), keys are compared, and what is right is written.
// The tokens left over wait for the next round.
class transcoder::engine {
public:
  explicit engine(const settings& chosen);

  outcome run(source& from, sink& to, listener& notes);

private:
  // What a step of the loop came to; `refused`: a text is passed over, and the engine
  // stands behind it.
  enum class step { go_on, refused, stop };
  struct offence;
  struct reading;
  class place_walk;

  // engine.cpp: the loop
  void start();
  step run_rounds();
  bool read_start();
  bool borrow_start();
  bool read_more();
  void index(std::size_t blocks, std::size_t bytes);
  step process();
  step index_tail();
  step finish();
  step commit(std::size_t end);
  step complete_text();
  bool all_complete() const;
  void restart_tokens();
  void make_room(std::size_t blocks);
  step stop_reading(int error);

  // engine_settle.cpp: what stays of tokens that are done
  void settle(std::size_t end);
  void settle_levels(std::size_t end);
  void settle_key(std::size_t end);
  void keep_tokens(std::size_t end);
  const block_record& record_of(std::size_t token) const;
  std::size_t raw_of(std::size_t token) const;
  std::size_t tokens_before(std::size_t raw) const;
  std::string_view key_text(std::int64_t token) const;

  // engine_strings.cpp
  bool string_is_value() const;
  step pass_string();
  void write_part(std::size_t size);

  // engine_output.cpp
  step write_tokens(std::size_t end);
  step write_pretty(std::size_t end);
  void finish_texts(std::size_t begin, std::size_t first);
  void write_compact(std::size_t end);
  std::size_t separate_texts();
  void end_text();
  bool must_order() const;
  void order_complete(std::size_t begin);
  step release(bool everything);
  step write_out(std::size_t size);
  std::size_t output_size() const;
  char* output_data() const;
  void cut_output(std::size_t begin, std::size_t end);

  // engine_errors.cpp
  bool refuses_duplicates() const;
  step watch_keys(std::size_t end);
  void note_lossy();
  step refuse(const repeated_key* repeated);
  step refuse_encoding(base::errc code);
  step refuse_overflow();
  step give_up(const offence& what);
  reading read_exactly(std::size_t raw_end) const;
  finding describe(const reading& read, std::size_t raw) const;
  finding describe_key(const repeated_key& key) const;
  finding describe_lossy(std::size_t raw) const;
  std::vector<json::open_container> open_containers() const;
  json::expected expected_next() const;
  void restore();
  step skip_line(std::size_t raw);

  settings settings_;
  std::string indent_;
  const kernels& kernels_;
  index_options index_options_;
  source* from_ = nullptr;
  sink* to_ = nullptr;
  listener* notes_ = nullptr;
  outcome outcome_;

  raw_window raw_;
  index_state index_state_;
  rewrite_log log_;

  bool at_end_ = false; // of the input

  // Tokens at hand. In compact form their text stands behind the output, else alone.
  token_list tokens_;
  scratch<char> kinds_;
  scratch<std::uint32_t> begins_;
  scratch<block_record> records_;
  std::size_t record_count_ = 0;
  std::vector<std::size_t> waiting_raw_; // where the tokens of rounds before stand
  base::heap_buffer text_;
  std::size_t text_base_ = 0;

  grammar_state grammar_;
  grammar_state committed_; // as of the tokens before those at hand
  scratch<opened_level> opened_;
  scratch<bits::mask> key_masks_;
  scratch<object_edge> edges_;
  scratch<std::uint32_t> text_begins_;
  settled_levels settled_;
  std::string current_key_; // of the innermost object, as far as it was committed
  bool has_key_ = false;
  std::uint64_t complete_texts_ = 0;
  char last_kind_ = no_token; // of the token before those at hand

  std::optional<key_watch> keys_;
  std::vector<repeated_key> repeated_;

  // The first token is a string of which a part has left; the bytes at hand are the
  // rest of it. Where it began.
  bool in_part_ = false;
  place part_start_;

  pretty_writer pretty_;
  base::heap_buffer pretty_out_;
  std::size_t current_begin_ = 0; // in the output: of the text that is not complete
  bool streaming_ = false;        // a part of it was written
  bool resolve_ = false;          // a key stands twice in it
  bool resolve_last_ = false;     // the same of the last text of a round
  bool noted_key_ = false;
};

} // namespace krait::text
