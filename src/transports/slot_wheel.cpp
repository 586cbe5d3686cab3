// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/slot_wheel.hpp"

#include <algorithm>

namespace parley {
namespace {

constexpr auto kSlotCount = static_cast<std::int64_t>(SlotWheel::kSlots);
constexpr std::size_t kReserved = 64;
constexpr std::int64_t kMostObserved = 50;  // a second

double seconds(Duration span) { return std::chrono::duration<double>(span).count(); }

}  // namespace

SlotWheel::SlotWheel(Clock& clock, std::unique_ptr<Alarm> alarm, Histogram* lateness)
    : clock_(clock), alarm_(std::move(alarm)), lateness_(lateness), origin_(clock.now()) {
  for (auto& slot : slots_) slot.reserve(kReserved);
}

SlotWheel::~SlotWheel() { alarm_->cancel(); }

void SlotWheel::join(Paced& paced) {
  // The first slot that is still ahead, not the one being served.
  const std::int64_t soonest = std::max(next_index_ + (serving_ ? 1 : 0), index_after(clock_.now()));
  std::int64_t chosen = soonest;
  for (std::int64_t index = soonest; index < soonest + kSlotCount; ++index)
    if (slot(index).size() < slot(chosen).size()) chosen = index;
  slot(chosen).push_back({&paced, chosen - kSlotCount});
  if (++members_ == 1 && !serving_) next_index_ = soonest;
  if (!serving_) arm();
}

void SlotWheel::leave(Paced& paced) noexcept {
  for (auto& members : slots_) {
    const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.paced == &paced; });
    if (found == members.end()) continue;
    --members_;
    if (serving_)
      found->paced = nullptr;  // swept when the slot is through
    else
      members.erase(found);
    break;
  }
  if (members_ == 0 && !serving_) alarm_->cancel();
}

void SlotWheel::on_alarm() noexcept {
  serving_ = true;
  // The loop stood still for more than a turn: each member gets one period now, the others are left out.
  const std::int64_t reached = index_after(clock_.now()) - 1;
  next_index_ = std::max(next_index_, reached - kSlotCount + 1);
  while (next_index_ <= reached) {
    serve(next_index_);
    ++next_index_;
  }
  serving_ = false;
  arm();
}

void SlotWheel::serve(std::int64_t index) noexcept {
  auto& members = slot(index);
  // By number: a member that joins meanwhile may make the vector grow; it is not due yet.
  const std::size_t count = members.size();
  for (std::size_t n = 0; n < count; ++n) {
    if (members[n].paced == nullptr || members[n].last >= index) continue;
    const auto skipped = static_cast<std::uint32_t>((index - members[n].last) / kSlotCount - 1);
    members[n].last = index;
    skipped_ += skipped;
    members[n].paced->on_period(due_of(index), skipped);
    observe_lateness(index, skipped);
  }
}

// A period that was left out counts as late as the packet that came in its stead.
void SlotWheel::observe_lateness(std::int64_t index, std::uint32_t skipped) noexcept {
  if (lateness_ == nullptr) return;
  const Instant sent = clock_.now();
  const std::int64_t periods = std::min<std::int64_t>(skipped, kMostObserved);
  for (std::int64_t back = periods; back >= 0; --back)
    lateness_->observe(std::max(0.0, seconds(sent - due_of(index - back * kSlotCount))));
}

void SlotWheel::arm() {
  for (auto& members : slots_) std::erase_if(members, [](const Member& m) { return m.paced == nullptr; });
  if (members_ == 0) {
    alarm_->cancel();
    return;
  }
  // Empty slots are not woken for.
  std::int64_t index = next_index_;
  while (slot(index).empty()) ++index;
  alarm_->set(due_of(index), *this);
}

std::int64_t SlotWheel::index_after(Instant time) const { return (time - origin_) / kSlot + 1; }

Histogram& send_lateness_histogram(Meters& meters) {
  return meters.histogram("parley_rtp_send_lateness_seconds",
                          "How long after its due time a packet was handed to the network",
                          {0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.05, 0.1, 0.5});
}

}  // namespace parley
