// SPDX-License-Identifier: Apache-2.0
// Server-sent events (HTML Living Standard §9.2.6) out of a body that comes in pieces cut anywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

class SseReader {
 public:
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // of one event

  // The `data` of every event that these bytes complete, its lines joined by line feeds. Comments and other fields are
  // skipped. Lines end with LF, CR or CRLF.
  std::vector<std::string> feed(std::string_view bytes);
  // An event that the end of the body completes, although the blank line is missing; empty: there is none.
  std::string finish();
  bool too_large() const { return too_large_; }  // nothing is read any more

 private:
  void end_line(std::vector<std::string>& events);

  std::string line_;
  std::string data_;
  bool has_data_ = false;
  bool after_return_ = false;
  bool first_line_ = true;
  bool too_large_ = false;
};

}  // namespace parley
