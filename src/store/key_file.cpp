// SPDX-License-Identifier: Apache-2.0
#include "parley/store/key_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

namespace parley {
namespace {

constexpr std::size_t kShortestKey = 16;
constexpr std::size_t kLongestFile = 1024;

class OpenFile {
 public:
  explicit OpenFile(int number) : number_(number) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Error failed(const std::string& path, const std::string& what) {
  return Error{Fault::unavailable, path + ": " + what + ": " + std::strerror(errno)};
}

bool key_like(std::string_view text) {
  if (text.size() < kShortestKey) return false;
  for (const char c : text) {
    if (c <= 0x20 || c >= 0x7f) return false;
  }
  return true;
}

// nullopt: there is no such file.
std::optional<Result<std::string>> read_key(const std::string& path) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    if (errno == ENOENT) return std::nullopt;
    return failed(path, "cannot be read");
  }
  std::array<char, kLongestFile> bytes;
  const auto length = ::read(file.number(), bytes.data(), bytes.size());
  if (length < 0) return failed(path, "cannot be read");
  std::string key(bytes.data(), static_cast<std::size_t>(length));
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  if (!key_like(key)) {
    return Error{Fault::invalid_input,
                 path + ": holds no key (16 or more visible characters); remove the file and a new key is made"};
  }
  // A key that others may read is no secret; files copied from elsewhere lose their mode.
  struct stat status {};
  if (::fstat(file.number(), &status) == 0 && (status.st_mode & 077) != 0) {
    if (::fchmod(file.number(), 0600) != 0) return failed(path, "mode cannot be set to 0600");
  }
  return key;
}

Result<std::string> random_key() {
  std::array<unsigned char, 24> bytes;
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Error{Fault::unavailable, std::string("no random bytes: ") + std::strerror(errno)};
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string key = "parley_";
  for (const auto byte : bytes) {
    key += kHex[byte >> 4];
    key += kHex[byte & 15];
  }
  return key;
}

// Makes a file of a fresh name like `pattern` (mkstemp gives it mode 0600) and sets `pattern` to the name.
bool write_aside(std::string& pattern, const std::string& text) {
  const OpenFile file(::mkostemp(pattern.data(), O_CLOEXEC));
  if (file.number() < 0) return false;
  return ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         ::fsync(file.number()) == 0;
}

}  // namespace

Result<std::string> load_or_make_key(const std::string& path) {
  if (auto present = read_key(path)) return *present;
  std::error_code error;
  const auto directory = std::filesystem::path(path).parent_path();
  if (!directory.empty()) std::filesystem::create_directories(directory, error);
  if (error) return Error{Fault::unavailable, directory.string() + ": cannot be made: " + error.message()};
  auto key = random_key();
  if (!key) return key;
  // Written aside and linked into place: whoever comes second finds a whole key and takes that one.
  std::string aside = path + ".XXXXXX";
  if (!write_aside(aside, *key + "\n")) {
    const auto failure = failed(aside, "cannot be written");
    ::unlink(aside.c_str());
    return failure;
  }
  const bool first = ::link(aside.c_str(), path.c_str()) == 0;
  const int link_error = errno;
  ::unlink(aside.c_str());
  if (first) return key;
  errno = link_error;
  if (link_error != EEXIST) return failed(path, "cannot be made");
  auto present = read_key(path);
  if (!present) return Error{Fault::unavailable, path + ": was removed while it was read"};
  return *present;
}

}  // namespace parley
