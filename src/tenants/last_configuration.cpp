// SPDX-License-Identifier: Apache-2.0
#include "last_configuration.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "parley/config/load_organizations.hpp"
#include "parley/core/sha256.hpp"

namespace parley {
namespace {

constexpr std::string_view kTitle = "parley configuration 1 sha256 ";
constexpr std::uintmax_t kMostBytes = 1ULL << 30U;

Error damaged(const std::string& file, const std::string& what) {
  return {Fault::invalid_input, file + ": " + what + "; it is written anew as soon as the database answers"};
}

Error failed(const std::string& path, const char* what) {
  return {Fault::unavailable, path + ": " + what + ": " + std::strerror(errno)};
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The name of a file lasts only when its directory was synced.
bool sync_directory(const std::string& directory) {
  const int place = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (place < 0) return false;
  const bool synced = ::fsync(place) == 0;
  ::close(place);
  return synced;
}

}  // namespace

std::string write_last_configuration(const LastConfiguration& configuration) {
  nlohmann::ordered_json json;
  json["as_of_ms"] = configuration.as_of.time_since_epoch().count();
  json["organizations"] = nlohmann::ordered_json::array();
  for (const auto& organization : configuration.organizations) {
    nlohmann::ordered_json entry;
    entry["draft"] = organization.draft;
    entry["yaml"] = organization_to_yaml(organization);
    json["organizations"].push_back(std::move(entry));
  }
  const std::string body = json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return std::string(kTitle) + sha256_hex(body) + "\n" + body;
}

Result<LastConfiguration> read_last_configuration(const std::string& text, const std::string& file) {
  const auto end_of_title = text.find('\n');
  if (!text.starts_with(kTitle) || end_of_title == std::string::npos) {
    return damaged(file, "is no configuration of this server");
  }
  const std::string body = text.substr(end_of_title + 1);
  if (text.substr(kTitle.size(), end_of_title - kTitle.size()) != sha256_hex(body)) {
    return damaged(file, "the checksum does not fit, the file was cut or changed");
  }
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("as_of_ms") || !json["as_of_ms"].is_number_integer() ||
      !json.contains("organizations") || !json["organizations"].is_array()) {
    return damaged(file, "is not as this version of the server writes it");
  }
  LastConfiguration configuration;
  configuration.as_of = WallTime(std::chrono::milliseconds(json["as_of_ms"].get<std::int64_t>()));
  for (const auto& entry : json["organizations"]) {
    if (!entry.is_object() || !entry.contains("yaml") || !entry["yaml"].is_string() || !entry.contains("draft") ||
        !entry["draft"].is_boolean()) {
      return damaged(file, "is not as this version of the server writes it");
    }
    auto parsed = parse_organization(entry["yaml"].get<std::string>(), file);
    if (!parsed.faults.empty()) return damaged(file, parsed.faults.front().message);
    parsed.organization.draft = entry["draft"].get<bool>();
    configuration.organizations.push_back(std::move(parsed.organization));
  }
  return configuration;
}

Result<void> save_last_configuration(const std::string& path, const LastConfiguration& configuration) {
  const auto directory = std::filesystem::absolute(path).parent_path().string();
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  std::string aside = path + ".XXXXXX";
  const int file = ::mkostemp(aside.data(), O_CLOEXEC);
  if (file < 0) return failed(aside, "cannot be made");
  const bool written = write_all(file, write_last_configuration(configuration)) && ::fsync(file) == 0;
  const int write_error = errno;
  ::close(file);
  if (written && ::rename(aside.c_str(), path.c_str()) == 0) {
    if (!sync_directory(directory)) return failed(directory, "cannot be synced");
    return {};
  }
  if (!written) errno = write_error;
  const auto failure = failed(path, "cannot be written");
  ::unlink(aside.c_str());
  return failure;
}

Result<LastConfiguration> load_last_configuration(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error == std::errc::no_such_file_or_directory) {
    return Error{Fault::not_found, path + ": there is no last configuration"};
  }
  if (error || size > kMostBytes) return damaged(path, error ? error.message() : "is larger than 1 GiB");
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return damaged(path, "cannot be read");
  return read_last_configuration(text.str(), path);
}

}  // namespace parley
