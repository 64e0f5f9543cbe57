// The parts of CLI11's formatter that we say in our own way.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/help_format.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace krait::app {
namespace {

constexpr std::size_t description_column = 23;

class formatter final : public CLI::Formatter {
public:
  formatter() { column_width(description_column); }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    if (app->get_parent() != nullptr)
      return CLI::Formatter::make_usage(app, std::move(name));
    return "Usage: krait [COMMAND] [OPTIONS] [FILE...]\n";
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string value = option->get_type_name();
    return option->nonpositional() && !value.empty() ? " " + value : "";
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    return describe(*option);
  }
};

} // namespace

std::shared_ptr<CLI::FormatterBase> help_format() {
  return std::make_shared<formatter>();
}

std::string describe(const CLI::Option& option) {
  const std::string fallback = option.get_default_str();
  if (fallback.empty())
    return option.get_description();
  return fmt::format("{} ({} by default)", option.get_description(), fallback);
}

} // namespace krait::app
