// SPDX-License-Identifier: Apache-2.0
#include "sse_reader.hpp"

#include <utility>

namespace parley {

std::vector<std::string> SseReader::feed(std::string_view bytes) {
  std::vector<std::string> events;
  for (const char byte : bytes) {
    if (too_large_) break;
    const bool second_of_pair = after_return_ && byte == '\n';
    after_return_ = byte == '\r';
    if (second_of_pair) continue;
    if (byte == '\n' || byte == '\r') {
      end_line(events);
    } else {
      line_ += byte;
      too_large_ = line_.size() + data_.size() > kMostBytes;
    }
  }
  return events;
}

std::string SseReader::finish() {
  std::vector<std::string> events;
  if (!line_.empty()) end_line(events);
  end_line(events);
  return events.empty() ? std::string() : std::move(events.front());
}

void SseReader::end_line(std::vector<std::string>& events) {
  std::string_view line = line_;
  if (std::exchange(first_line_, false) && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  if (line.empty()) {
    if (std::exchange(has_data_, false)) events.push_back(std::exchange(data_, {}));
  } else if (line.starts_with("data:") || line == "data") {
    line.remove_prefix(std::min<std::size_t>(5, line.size()));
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (has_data_) data_ += '\n';
    data_ += line;
    has_data_ = true;
  }
  line_.clear();
}

}  // namespace parley
