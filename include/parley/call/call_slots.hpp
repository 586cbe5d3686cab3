// SPDX-License-Identifier: Apache-2.0
// How many calls may run at once, in all and for each organization. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "parley/core/ids.hpp"

namespace parley {

class CallSlots;

// A taken slot; destruction gives it back. Outlived by its CallSlots.
class CallTicket {
 public:
  CallTicket(CallTicket&& other) noexcept;
  CallTicket& operator=(CallTicket&& other) noexcept;
  CallTicket(const CallTicket&) = delete;
  CallTicket& operator=(const CallTicket&) = delete;
  ~CallTicket();

 private:
  friend class CallSlots;
  CallTicket(CallSlots& slots, OrganizationKey organization);
  void give_back() noexcept;

  CallSlots* slots_;
  OrganizationKey organization_;
};

class CallSlots {
 public:
  explicit CallSlots(std::size_t limit) : limit_(limit) {}

  // nullopt: full, or the organization has `organization_limit` calls already.
  std::optional<CallTicket> take(const OrganizationKey& organization, std::size_t organization_limit);
  std::size_t taken() const;
  bool full() const;
  std::size_t limit() const { return limit_; }

 private:
  friend class CallTicket;
  void give_back(const OrganizationKey& organization) noexcept;

  mutable std::mutex mutex_;
  std::size_t limit_;
  std::size_t taken_ = 0;
  std::map<OrganizationKey, std::size_t> by_organization_;
};

}  // namespace parley
