// SPDX-License-Identifier: Apache-2.0
#include "parley/config/load_organizations.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "text_file.hpp"
#include "yaml_tree.hpp"

namespace parley {
namespace {

// Names of the YAML files of a directory, sorted so that faults and precedence do not depend on the disk.
Result<std::vector<std::string>> yaml_files(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> files;
  std::filesystem::directory_iterator entry(directory, error);
  if (error) return Error{Fault::not_found, "directory cannot be read: " + error.message()};
  for (; entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (error) return Error{Fault::unavailable, "directory cannot be read: " + error.message()};
    const auto& path = entry->path();
    const bool yaml = path.extension() == ".yaml" || path.extension() == ".yml";
    if (yaml && !path.filename().string().starts_with('.')) files.push_back(path.string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Who said a key or number first, over all files.
class Claims {
 public:
  explicit Claims(std::vector<OrganizationFault>& faults) : faults_(faults) {}

  void claim(const std::string& what, const std::string& file, int line) {
    const auto [place, is_new] = owners_.emplace(what, file + ":" + std::to_string(line));
    if (!is_new) faults_.push_back({file, line, what + " is given in " + place->second + " already"});
  }

 private:
  std::vector<OrganizationFault>& faults_;
  std::map<std::string, std::string> owners_;
};

}  // namespace

LoadedOrganizations load_organizations(const std::string& directory, const std::vector<std::string>& voices) {
  LoadedOrganizations loaded;
  const auto files = yaml_files(directory);
  if (!files) {
    loaded.faults.push_back({directory, 0, files.error().message});
    return loaded;
  }
  if (files->empty())
    loaded.faults.push_back({directory, 0, "holds no *.yaml file; one organization a file is expected"});
  Claims claims(loaded.faults);
  for (const auto& file : *files) {
    const auto text = read_text_file(file, kYamlBytes);
    if (!text) {
      loaded.faults.push_back({file, 0, text.error().message});
      continue;
    }
    auto parsed = parse_organization(*text, file, voices);
    const std::size_t faults_before = loaded.faults.size();
    loaded.faults.insert(loaded.faults.end(), parsed.faults.begin(), parsed.faults.end());
    for (const auto& [what, line] : parsed.claims) claims.claim(what, file, line);
    if (loaded.faults.size() == faults_before) loaded.organizations.push_back(std::move(parsed.organization));
  }
  return loaded;
}

}  // namespace parley
