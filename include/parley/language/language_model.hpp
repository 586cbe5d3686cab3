// SPDX-License-Identifier: Apache-2.0
// Layer 2: whoever answers what the router does not know. Streaming, with a deadline, ended by destroying the reply.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct SpokenExchange {
  std::string caller;
  std::string agent;

  friend bool operator==(const SpokenExchange&, const SpokenExchange&) = default;
};

struct ModelQuestion {
  OrganizationSnapshot organization;      // whose knowledge and manner
  std::string text;                       // what the caller asks, as it was heard
  std::vector<SpokenExchange> said = {};  // what went before in this call, oldest first; at most what the model reads
  std::vector<std::string> hints = {};    // keys of patterns that came near, best first
  Instant deadline{};                     // for the whole answer
  bool second_sample = false;             // asked again to see whether it says the same: another temperature, no hints
};

struct ModelUsage {
  std::uint32_t calls = 0;  // requests that cost money
  std::uint32_t prompt_tokens = 0;
  std::uint32_t completion_tokens = 0;
  double cost_usd = 0;

  friend bool operator==(const ModelUsage&, const ModelUsage&) = default;
};

enum class AnswerOrigin { nobody, knowledge, model };

// What is known about an answer once all of it is there.
struct ModelAnswer {
  AnswerOrigin origin = AnswerOrigin::nobody;  // nobody: it does not know; there is no text then
  std::string text;                            // plain words to be spoken
  std::string source;        // where it comes from: title of a piece of knowledge, or name of the model
  double self_rating = 0;    // how sure it says it is, 0–1
  double retrieval = 0;      // how well the organization's own knowledge bears it out, 0–1; 0: not at all
  bool says_static = false;  // it says that everybody would get this answer on any day
  ModelUsage usage;

  friend bool operator==(const ModelAnswer&, const ModelAnswer&) = default;
};

// One answer as it is made. Destroying it ends the work and closes what it holds.
class ModelReply {
 public:
  virtual ~ModelReply() = default;
  // The next words to be spoken; nullopt: that was all. Faults: timed_out (the deadline), unavailable, exhausted (the
  // provider limits us), unsupported (it said something that is no answer).
  virtual Task<Result<std::optional<std::string>>> next() = 0;
  // Complete after nullopt; usage also after a fault.
  virtual const ModelAnswer& answer() const = 0;
};

// Used on any event loop; a reply stays on the one that asked for it.
class LanguageModel {
 public:
  virtual ~LanguageModel() = default;
  virtual const std::string& name() const = 0;
  virtual std::unique_ptr<ModelReply> ask(ModelQuestion question) = 0;
};

}  // namespace parley
