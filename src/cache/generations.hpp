// SPDX-License-Identifier: Apache-2.0
// What this instance knows of the generations of organizations: random words, since a counter that Redis lost would
// come by old numbers, and old values with them, once more. On the executor of Redis alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley {

class Generations {
 public:
  // What Redis says; empty: nothing. True: something was forgotten that this instance has not heard of.
  bool learn(const std::string& organization, const std::string& generation);
  // Empty: not known.
  std::string of(const std::string& organization) const;
  std::vector<std::string> organizations() const;  // whose generation is known

  // Forgotten here, while Redis does not know it yet: nothing of it is read or written there until it does.
  void forget(const std::string& organization);
  bool untold(const std::string& organization) const { return untold_.contains(organization); }
  struct Untold {
    std::string organization;
    unsigned times = 0;
  };
  std::optional<Untold> first_untold() const;
  // Redis knows it, and so will the others; it may have been forgotten once more meanwhile.
  void told(const Untold& untold, const std::string& generation);

 private:
  std::map<std::string, std::string> known_;
  std::map<std::string, unsigned> untold_;  // how many times
};

}  // namespace parley
