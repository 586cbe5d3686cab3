// SPDX-License-Identifier: Apache-2.0
#include "heard_questions.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <numeric>
#include <sstream>

namespace parley::commands {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::size_t from = 0;
  for (auto tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', from)) {
    fields.push_back(line.substr(from, tab - from));
    from = tab + 1;
  }
  fields.push_back(line.substr(from));
  return fields;
}

// Rows of `width` fields.
Result<std::vector<std::vector<std::string>>> read_table(const std::filesystem::path& file, std::size_t width) {
  std::ifstream stream(file);
  if (!stream) return Error{Fault::invalid_input, "cannot read " + file.string()};
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(stream, line);) {
    rows.push_back(fields_of(line));
    if (rows.back().size() == width) continue;
    return Error{Fault::invalid_input, file.string() + ": line " + std::to_string(rows.size()) + " needs " +
                                           std::to_string(width) + " fields between tabs"};
  }
  if (rows.empty()) return Error{Fault::invalid_input, file.string() + " is empty"};
  return rows;
}

}  // namespace

Result<std::vector<SpokenQuestion>> read_spoken(const std::filesystem::path& directory) {
  auto rows = read_table(directory / "spoken.tsv", 4);
  if (!rows) return Error{rows.error().fault, rows.error().message + "; scripts/make_spoken makes it"};
  std::vector<SpokenQuestion> questions;
  for (auto& row : *rows)
    questions.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2]), std::move(row[3])});
  return questions;
}

Result<std::vector<HeardQuestion>> read_heard(const std::filesystem::path& file) {
  auto rows = read_table(file, 5);
  if (!rows) return rows.error();
  std::vector<HeardQuestion> questions;
  for (auto& row : *rows) {
    double confidence = 0;
    const auto* end = row[2].data() + row[2].size();
    if (const auto read = std::from_chars(row[2].data(), end, confidence); read.ec != std::errc() || read.ptr != end)
      return Error{Fault::invalid_input, file.string() + ": '" + row[2] + "' is no confidence"};
    questions.push_back({std::move(row[0]), std::move(row[1]), confidence, std::move(row[3]), std::move(row[4])});
  }
  return questions;
}

Result<void> write_heard(const std::filesystem::path& file, const std::vector<HeardQuestion>& questions) {
  std::ofstream stream(file);
  for (const auto& one : questions)
    stream << one.voice << '\t' << one.intent << '\t' << one.confidence << '\t' << one.text << '\t' << one.transcript
           << '\n';
  stream.flush();
  if (!stream) return Error{Fault::unavailable, "cannot write " + file.string()};
  return {};
}

std::size_t word_errors(const std::vector<std::string>& spoken, const std::vector<std::string>& heard) {
  std::vector<std::size_t> row(heard.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (const auto& word : spoken) {
    auto diagonal = row[0]++;
    for (std::size_t at = 0; at < heard.size(); ++at) {
      const auto replaced = diagonal + (word == heard[at] ? 0 : 1);
      diagonal = row[at + 1];
      row[at + 1] = std::min({replaced, row[at] + 1, row[at + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace parley::commands
