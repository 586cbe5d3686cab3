// SPDX-License-Identifier: Apache-2.0
// Where the calls of all doors take place: who owns the number, is there room, on which loop does the call live. All
// doors share its limit and its end.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "parley/answering/answering.hpp"
#include "parley/call/call_action.hpp"
#include "parley/call/call_door.hpp"

namespace parley {

struct FloorSettings {
  TurnSettings turns;
  std::chrono::milliseconds barge_in_after{160};
  SoundSettings sound;
  std::string recordings_dir;  // empty: calls are not recorded
  std::string node;            // id of this instance, for the records
};

// Thread-safe collaborators of all calls; they outlive the floor.
struct FloorPorts {
  Clock& clock;
  OrganizationDirectory& organizations;
  CallSlots& slots;
  Recognizer& recognizer;
  Synthesizer& synthesizer;
  CallLog& records;
  Recorder& recorder;
  CallMeters& call_meters;
  Log log;
  std::function<CallId()> next_id;      // thread-safe
  UtteranceGate* utterances = nullptr;  // may be null: nobody asks too often
  Answering* answering = nullptr;       // may be null: the router alone answers
};

// One loop that calls are placed on; the wheel belongs to it.
struct FloorLoop {
  Executor home;
  SlotWheel& wheel;
};

// Why a call cannot take place; every refusal has a record.
enum class NotAdmitted { unknown_number, starting, draining, full, no_engine };
std::string_view to_string(NotAdmitted refusal);
constexpr std::uint32_t kRetryAfterSeconds = 5;

using AdmissionAnswer = std::variant<Admission, NotAdmitted>;

class CallFloor {
 public:
  static std::unique_ptr<CallFloor> create(FloorSettings settings, FloorPorts ports, std::vector<FloorLoop> loops);
  virtual ~CallFloor() = default;

  // ---- from any thread

  // Whether a call of anybody would be taken now, without taking a slot or writing a record; nullopt: yes.
  virtual std::optional<NotAdmitted> refuses() const = 0;
  // For the organization that owns facts.to, or for the one that the door knows already.
  virtual AdmissionAnswer admit(CallerFacts facts) = 0;
  virtual AdmissionAnswer admit(CallerFacts facts, ServedOrganization organization) = 0;

  // Loops are taken in turn; a door that has to listen before it knows who calls chooses one early.
  virtual std::size_t choose_loop() = 0;
  virtual Executor home(std::size_t loop) const = 0;
  // What a door does on a loop before it has a call: owned by the floor, cancelled when the floor closes. Never started
  // after that.
  virtual void wait_in_lobby(std::size_t loop, Task<void> waiting) = 0;
  // The call takes place. Its root belongs to the floor: whatever goes wrong in it ends this call and no other.
  virtual void place(std::size_t loop, Admission admission, std::unique_ptr<CallDoor> door) = 0;

  // From a coroutine anywhere. not_found: no such call of this organization here, or it is over already; unsupported:
  // its line cannot do that; invalid_input. Answers when the call has taken it, not when it has been done.
  virtual Task<Result<void>> act(OrganizationKey organization, CallId call, CallAction action) = 0;

  // Takes calls from now on; until then they are refused, since an ear that has not learned hears nothing.
  virtual void open() = 0;
  // No new calls; those that are up go on.
  virtual void drain() = 0;
  virtual bool draining() const = 0;
  // Every call says good-bye and ends.
  virtual void close() = 0;

  // ---- one root a loop, to be spawned on it; ends after close() when the loop's last call has ended
  virtual Task<void> run(std::size_t loop) = 0;
};

}  // namespace parley
