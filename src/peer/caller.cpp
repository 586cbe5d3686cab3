// SPDX-License-Identifier: Apache-2.0
#include "caller.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace parley::peer {
namespace {

CallerScript::Settings script_settings(const CallPlan& plan) {
  CallerScript::Settings settings;
  settings.agent_silence = plan.agent_silence;
  settings.longest_wait = plan.longest_wait;
  if (plan.barge_in) settings.barge_in = *plan.barge_in;
  return settings;
}

std::uint32_t slots_for(std::size_t samples) {
  return static_cast<std::uint32_t>((samples + kSlotSamples - 1) / kSlotSamples);
}

ScriptInput script_input(const PlannedInput& input) {
  ScriptInput out;
  out.label = input.label;
  switch (input.kind) {
    case PlannedInput::Kind::silence:
      out.kind = ScriptInput::Kind::silence;
      out.slots = slots_for(static_cast<std::size_t>(input.length.count()) * 8);
      break;
    case PlannedInput::Kind::digits:
      out.kind = ScriptInput::Kind::digits;
      out.slots = static_cast<std::uint32_t>(input.digits.size()) * kDigitSlots;
      out.last_voiced_slot = last_digit_slot(input.digits);
      break;
    case PlannedInput::Kind::speech: {
      out.kind = ScriptInput::Kind::speech;
      out.slots = slots_for(input.samples->size());
      auto ends_at = input.speech_ends_at;
      if (const auto voiced = VoiceGate().find(*input.samples); !ends_at && voiced) ends_at = voiced->end;
      if (ends_at && *ends_at > 0) out.last_voiced_slot = static_cast<std::uint32_t>((*ends_at - 1) / kSlotSamples);
      break;
    }
  }
  return out;
}

double p99(std::vector<float>& values) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(values.size() - 1) * 0.99 + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return static_cast<double>(*at);
}

}  // namespace

std::vector<ScriptInput> script_inputs(const CallPlan& plan) {
  std::vector<ScriptInput> inputs;
  for (const auto& input : plan.inputs) inputs.push_back(script_input(input));
  return inputs;
}

Caller::Caller(std::unique_ptr<CallerLine> line, Pacer& pacer, const CallPlan& plan)
    : line_(std::move(line)), pacer_(pacer), plan_(plan), script_(script_inputs(plan), script_settings(plan)) {}

Task<CallReport> Caller::run() {
  pacer_.add(*this);
  auto end = co_await line_->run(*this);
  pacer_.remove(*this);
  report_.ended = line_->now();
  report_.end = end.outcome;
  report_.sip_status = end.status;
  report_.problem = std::move(end.problem);
  report_.greeting_audio = script_.greeting_audio();
  report_.greeting_end = script_.greeting_end();
  report_.greeting_interrupted = script_.greeting_interrupted();
  report_.turns = script_.turns();
  report_.rtp = line_->counts();
  report_.rtp.send_lateness_p99_ms = p99(lateness_ms_);
  if (audio_ && plan_.keep_audio) {
    report_.spoken = audio_->spoken();
    report_.heard = audio_->heard();
  }
  co_return std::move(report_);
}

void Caller::on_answered(CallTime at, const std::string& call_id) {
  report_.answered = at;
  report_.call_id = call_id;
  script_.answered(at);
  audio_.emplace(at);
}

void Caller::on_heard(const HeardSound& sound) {
  if (!audio_) return;
  if (plan_.keep_audio) audio_->heard(sound);
  const auto voiced = gate_.find(sound.samples);
  if (!voiced) return;
  const auto time_of = [&](std::size_t sample) {
    return sound.arrived + CallTime(static_cast<std::int64_t>(sample) * 125);
  };
  script_.agent_voiced(time_of(voiced->first), time_of(voiced->end));
}

void Caller::on_slot(Duration late) {
  line_->tick();
  if (!audio_ || script_.finished()) return;
  lateness_ms_.push_back(std::chrono::duration<float, std::milli>(late).count());
  const auto step = script_.next(line_->now());
  if (step.kind == ScriptStep::Kind::hang_up) {
    line_->hang_up();
  } else {
    send(step);
  }
}

void Caller::send(const ScriptStep& step) {
  std::array<std::int16_t, kSlotSamples> sound{};
  if (step.kind == ScriptStep::Kind::input) {
    const auto& input = plan_.inputs[step.input];
    if (input.kind == PlannedInput::Kind::digits) {
      if (const auto digit = digit_slot(input.digits, step.slot)) {
        line_->send(*digit);
        if (plan_.keep_audio) audio_->spoke(sound);
        return;
      }
    } else if (input.kind == PlannedInput::Kind::speech) {
      const auto from = std::min(input.samples->size(), static_cast<std::size_t>(step.slot) * kSlotSamples);
      const auto count = std::min(kSlotSamples, input.samples->size() - from);
      std::copy_n(input.samples->begin() + static_cast<std::ptrdiff_t>(from), count, sound.begin());
    }
  }
  line_->send(sound);
  if (plan_.keep_audio) audio_->spoke(sound);
}

}  // namespace parley::peer
