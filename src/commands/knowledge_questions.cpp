// SPDX-License-Identifier: Apache-2.0
#include "knowledge_questions.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace parley::commands {
namespace {

Error faulty(const std::filesystem::path& file, const std::string& why) {
  return {Fault::invalid_input, file.string() + ": " + why};
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Result<AskedDocument> read_document(const std::filesystem::path& markdown) {
  AskedDocument document;
  document.name = markdown.stem().string();
  auto read = parse_knowledge_markdown(text_of(markdown), document.name);
  if (!read.faults.empty()) return faulty(markdown, to_string(read.faults.front()));
  document.pieces = std::move(read.pieces);
  auto csv = markdown;
  csv.replace_extension(".csv");
  std::istringstream lines(text_of(csv));
  std::string line;
  if (!std::getline(lines, line) || line != "question,title") return faulty(csv, "does not begin with question,title");
  while (std::getline(lines, line)) {
    const auto comma = line.rfind(',');
    if (comma == std::string::npos) return faulty(csv, "no comma in: " + line);
    KnowledgeQuestion question{line.substr(0, comma), line.substr(comma + 1)};
    const auto answers = [&](const KnowledgePiece& piece) { return piece.title == question.title; };
    if (!question.title.empty() && std::none_of(document.pieces.begin(), document.pieces.end(), answers))
      return faulty(csv, "no piece '" + question.title + "'");
    document.questions.push_back(std::move(question));
  }
  return document;
}

}  // namespace

Result<std::vector<AskedDocument>> read_asked_documents(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failed))
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  if (failed || files.empty()) return faulty(directory, "holds no documents");
  std::sort(files.begin(), files.end());
  std::vector<AskedDocument> documents;
  for (const auto& file : files) {
    auto document = read_document(file);
    if (!document) return document.error();
    documents.push_back(std::move(*document));
  }
  return documents;
}

}  // namespace parley::commands
