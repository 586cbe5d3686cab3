// SPDX-License-Identifier: Apache-2.0
#include "redis_url.hpp"

#include <sys/un.h>

#include <charconv>
#include <optional>
#include <string_view>

#include "parley/redis/redis.hpp"

namespace parley {
namespace {

constexpr std::uint32_t kMostDatabase = 65535;  // Redis has 16 unless its configuration says otherwise

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::string> decode_percent(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    unsigned value = 0;
    if (i + 2 >= text.size()) return std::nullopt;
    const auto* last = text.data() + i + 3;
    const auto [end, error] = std::from_chars(text.data() + i + 1, last, value, 16);
    if (error != std::errc{} || end != last || value == 0) return std::nullopt;
    plain += static_cast<char>(value);
    i += 2;
  }
  return plain;
}

Error bad(std::string message) { return Error{Fault::invalid_input, "the URL of Redis " + message}; }

// Takes [[USER]:PASSWORD@] off the front; false: broken.
bool take_credentials(std::string_view& rest, RedisAddress& address) {
  const auto at = rest.rfind('@');
  if (at == std::string_view::npos) return true;
  const auto given = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  const auto colon = given.find(':');
  if (colon == std::string_view::npos) return false;
  const auto user = decode_percent(given.substr(0, colon));
  const auto password = decode_percent(given.substr(colon + 1));
  if (!user || !password || (!user->empty() && password->empty())) return false;
  address.user = *user;
  address.password = *password;
  return true;
}

Result<RedisAddress> parse_unix(std::string_view rest) {
  RedisAddress address;
  const auto question = rest.find('?');
  const auto options = question == std::string_view::npos ? std::string_view{} : rest.substr(question + 1);
  rest = rest.substr(0, question);
  if (!rest.starts_with('/') && !take_credentials(rest, address)) {
    return bad("has user and password that are no USER:PASSWORD@");
  }
  const auto path = decode_percent(rest);
  if (!path || path->size() < 2 || path->front() != '/')
    return bad("needs an absolute path: unix:///run/redis/redis.sock");
  if (path->size() >= sizeof(sockaddr_un::sun_path)) return bad("names a socket whose path is longer than 107 bytes");
  address.path = *path;
  if (options.empty()) return address;
  const auto database = options.starts_with("db=") ? whole_number<std::uint32_t>(options.substr(3)) : std::nullopt;
  if (!database || *database > kMostDatabase) return bad("may end in ?db=NUMBER and nothing else");
  address.database = *database;
  return address;
}

// Takes "HOST", "HOST:PORT" or "[::1]:PORT".
Result<RedisAddress> parse_host(std::string_view host, RedisAddress address) {
  std::string_view port;
  bool has_port = false;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return bad("has an opening [ without ]");
    const auto behind = host.substr(end + 1);
    host = host.substr(1, end - 1);
    has_port = behind.starts_with(':');
    if (!has_port && !behind.empty()) return bad("has something between ] and the port");
    if (has_port) port = behind.substr(1);
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    has_port = true;
    port = host.substr(colon + 1);
    host = host.substr(0, colon);
  }
  if (host.empty() || host.find_first_of(" \t?#%") != std::string_view::npos) return bad("names no host");
  address.host = host;
  if (!has_port) return address;
  const auto number = whole_number<std::uint16_t>(port);
  if (!number || *number == 0) return bad("has a port that is no number from 1 to 65535");
  address.port = *number;
  return address;
}

Result<RedisAddress> parse_tcp(std::string_view rest) {
  RedisAddress address;
  if (!take_credentials(rest, address)) return bad("has user and password that are no USER:PASSWORD@");
  const auto slash = rest.find('/');
  const auto database = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  if (!database.empty()) {
    const auto number = whole_number<std::uint32_t>(database);
    if (!number || *number > kMostDatabase) return bad("has something behind the host that is no number of a database");
    address.database = *number;
  }
  return parse_host(rest.substr(0, slash), std::move(address));
}

}  // namespace

Result<RedisAddress> parse_redis_url(const std::string& url) {
  const std::string_view text = url;
  if (text.starts_with("unix://")) return parse_unix(text.substr(7));
  if (text.starts_with("redis://")) return parse_tcp(text.substr(8));
  if (text.starts_with("rediss://"))
    return bad("asks for TLS, which is not supported: use a tunnel or a private network");
  return bad("must begin with redis:// or unix://");
}

std::string describe(const RedisAddress& address) {
  if (!address.path.empty()) return address.path;
  const bool colons = address.host.find(':') != std::string::npos;
  return (colons ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

std::optional<std::string> check_redis_url(const std::string& url) {
  if (url.empty()) return std::nullopt;
  const auto parsed = parse_redis_url(url);
  if (parsed) return std::nullopt;
  return parsed.error().message;
}

}  // namespace parley
