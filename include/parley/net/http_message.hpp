// SPDX-License-Identifier: Apache-2.0
// HTTP requests and responses as plain values; no type of the HTTP library is here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

// Names compare without case; order is kept.
class HttpHeaders {
 public:
  using Entry = std::pair<std::string, std::string>;

  HttpHeaders() = default;
  HttpHeaders(std::initializer_list<Entry> entries) : entries_(entries) {}

  void add(std::string name, std::string value) { entries_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);  // replaces every one of that name
  std::string_view get(std::string_view name) const;   // first one; empty when absent
  bool has(std::string_view name) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

struct HttpRequest {
  HttpRequest() = default;

  std::string method;                                      // upper case as received
  std::string target;                                      // as received, without fragment
  std::string path;                                        // percent-decoded, begins with '/'
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  std::vector<std::pair<std::string, std::string>> path_parameters;
  HttpHeaders headers;
  std::string body;
  std::string request_id;  // the client's X-Request-Id when it is sane, else made here
  std::string peer;        // address and port

  // First parameter of that name; nullopt when absent.
  std::optional<std::string> query_value(std::string_view name) const;
  std::string path_value(std::string_view name) const;  // of a route's {name}; empty when the route has none
};

// A regular file as body; the server reads it in pieces and honours Range (one range) and HEAD.
struct HttpFile {
  std::string path;
  std::string content_type;
};

struct HttpResponse {
  HttpResponse() = default;
  HttpResponse(unsigned status_code, std::string content_type, std::string text)
      : status(status_code), body(std::move(text)) {
    headers.add("Content-Type", std::move(content_type));
  }

  unsigned status = 200;
  HttpHeaders headers;  // Content-Length, Date, Connection and X-Request-Id are the server's business
  std::string body;
  std::optional<HttpFile> file;  // in place of `body`
};

// One of several things that are wrong with what was sent.
struct HttpProblemPlace {
  std::string pointer;  // JSON pointer (RFC 6901) into the body; empty: the body as a whole
  std::string detail;
  std::size_t row = 0;  // of a table, from 1; 0: there are no rows
  int line = 0;         // of a text, from 1; 0: there are no lines

  friend bool operator==(const HttpProblemPlace&, const HttpProblemPlace&) = default;
};

// A failure that the server itself or a route has to answer; who turns it into a body is handed in.
struct HttpProblem {
  HttpProblem() = default;
  HttpProblem(unsigned status_code, std::string code_name, std::string detail_text)
      : status(status_code), code(std::move(code_name)), detail(std::move(detail_text)) {}

  unsigned status = 500;
  std::string code;    // stable, for programs: "not_found"
  std::string detail;  // for people
  std::string instance;
  std::string request_id;
  std::vector<HttpProblemPlace> errors;
};

std::string_view reason_phrase(unsigned status);

}  // namespace parley
