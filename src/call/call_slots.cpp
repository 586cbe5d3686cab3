// SPDX-License-Identifier: Apache-2.0
#include "parley/call/call_slots.hpp"

#include <utility>

namespace parley {

CallTicket::CallTicket(CallSlots& slots, OrganizationKey organization)
    : slots_(&slots), organization_(std::move(organization)) {}

CallTicket::CallTicket(CallTicket&& other) noexcept
    : slots_(std::exchange(other.slots_, nullptr)), organization_(std::move(other.organization_)) {}

CallTicket& CallTicket::operator=(CallTicket&& other) noexcept {
  if (this != &other) {
    give_back();
    slots_ = std::exchange(other.slots_, nullptr);
    organization_ = std::move(other.organization_);
  }
  return *this;
}

CallTicket::~CallTicket() { give_back(); }

void CallTicket::give_back() noexcept {
  if (slots_) std::exchange(slots_, nullptr)->give_back(organization_);
}

std::optional<CallTicket> CallSlots::take(const OrganizationKey& organization, std::size_t organization_limit) {
  std::lock_guard lock(mutex_);
  auto& running = by_organization_[organization];
  if (taken_ >= limit_ || running >= organization_limit) return std::nullopt;
  ++taken_;
  ++running;
  return CallTicket(*this, organization);
}

std::size_t CallSlots::taken() const {
  std::lock_guard lock(mutex_);
  return taken_;
}

bool CallSlots::full() const {
  std::lock_guard lock(mutex_);
  return taken_ >= limit_;
}

void CallSlots::give_back(const OrganizationKey& organization) noexcept {
  std::lock_guard lock(mutex_);
  --taken_;
  auto running = by_organization_.find(organization);
  if (running != by_organization_.end() && --running->second == 0) by_organization_.erase(running);
}

}  // namespace parley
