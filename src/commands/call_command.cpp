// SPDX-License-Identifier: Apache-2.0
// parley call: a simulated caller.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "caller_voice.hpp"
#include "command_line.hpp"
#include "parley/media/wav.hpp"
#include "parley/peer/place_calls.hpp"
#include "report_json.hpp"

namespace parley::commands {
namespace {

struct CallOptions {
  std::string target;
  std::vector<std::string> say, play, dtmf;
  std::vector<int> silence;
  std::string transport = "sip", codec = "pcmu", voice = "rms", record, number, key;
  std::optional<int> barge_in;
  std::size_t calls = 1, concurrency = 1;
  double rate = 0, loss = 0;
  int jitter = 0, reply_wait = 10000;
  bool json = false;
};

void declare(CLI::App& line, CallOptions& options) {
  line.add_option("TARGET", options.target, "sip:NUMBER@HOST:PORT, or ws://HOST:PORT and the path of a door")
      ->required();
  line.add_option("--say", options.say, "say this text; waits for the agent to be silent")->allow_extra_args(false);
  line.add_option("--play", options.play, "play this WAV file; waits for the agent to be silent")
      ->allow_extra_args(false);
  line.add_option("--dtmf", options.dtmf, "press these keys (0-9 * # A-D); waits for the agent to be silent")
      ->allow_extra_args(false);
  line.add_option("--silence", options.silence, "say nothing for so many milliseconds; waits for nobody")
      ->allow_extra_args(false)
      ->check(CLI::Range(0, 3600000));
  line.add_option("--transport", options.transport, "sip (UDP), sip-tcp, twilio or browser")
      ->check(CLI::IsMember({"sip", "sip-tcp", "twilio", "browser"}));
  line.add_option("--number", options.number, "twilio and browser: the number that is called (twilio: demo)");
  line.add_option("--key", options.key, "browser: API key")->envname("PARLEY_API_KEY");
  line.add_option("--codec", options.codec)->check(CLI::IsMember({"pcmu", "pcma"}));
  line.add_option("--voice", options.voice, "voice of --say: slt, rms, awb, kal16 or kal");
  line.add_option("--barge-in", options.barge_in, "speak so many milliseconds after the agent began to, not after it")
      ->check(CLI::Range(0, 600000));
  line.add_option("--record", options.record, "write a stereo WAV: own voice left, agent right");
  line.add_option("--calls", options.calls)->check(CLI::Range(1, 100000));
  line.add_option("--concurrency", options.concurrency, "calls at a time")->check(CLI::Range(1, 5000));
  line.add_option("--rate", options.rate, "new calls a second at the most; 0: no bound")
      ->check(CLI::Range(0.0, 10000.0));
  line.add_option("--loss", options.loss, "percent of our packets that are not sent")->check(CLI::Range(0.0, 100.0));
  line.add_option("--jitter", options.jitter, "hold our packets back by up to so many milliseconds")
      ->check(CLI::Range(0, 2000));
  line.add_option("--reply-wait", options.reply_wait, "milliseconds to wait for the agent to say anything")
      ->check(CLI::Range(100, 600000));
  line.add_flag("--json", options.json);
}

peer::CallerTransport transport_of(const std::string& name) {
  if (name == "sip-tcp") return peer::CallerTransport::sip_tcp;
  if (name == "twilio") return peer::CallerTransport::twilio;
  return name == "browser" ? peer::CallerTransport::browser : peer::CallerTransport::sip;
}

// In the order in which they were given, whatever their kind.
Result<std::vector<peer::PlannedInput>> inputs_in_order(const CLI::App& line, const CallOptions& options,
                                                        CallerVoice& voice) {
  std::vector<peer::PlannedInput> inputs;
  std::map<std::string, std::size_t> used;
  for (const auto* option : line.parse_order()) {
    const auto name = option->get_name();
    const auto index = used[name]++;
    if (name == "--say" || name == "--play") {
      const auto& what = name == "--say" ? options.say[index] : options.play[index];
      auto samples = name == "--say" ? voice.say(options.voice, what) : load_sound(what);
      if (!samples) return samples.error();
      inputs.push_back(peer::PlannedInput::say(what, *samples));
    } else if (name == "--dtmf") {
      const auto& digits = options.dtmf[index];
      if (digits.empty() || digits.find_first_not_of("0123456789*#ABCDabcd") != std::string::npos) {
        return Error{Fault::invalid_input, "--dtmf '" + digits + "': keys are 0-9, *, # and A-D"};
      }
      inputs.push_back(peer::PlannedInput::press(digits));
    } else if (name == "--silence") {
      inputs.push_back(peer::PlannedInput::wait(std::chrono::milliseconds(options.silence[index])));
    }
  }
  return inputs;
}

// call.wav, and with several calls call-2.wav, call-3.wav …
std::string recording_path(const std::string& path, std::size_t index) {
  if (index == 0) return path;
  const auto dot = path.rfind('.');
  const auto stem = dot == std::string::npos || path.find('/', dot) != std::string::npos ? path.size() : dot;
  return path.substr(0, stem) + "-" + std::to_string(index + 1) + path.substr(stem);
}

Result<void> write_recording(const std::string& path, const peer::CallReport& report) {
  WavSound sound;
  sound.channels = 2;
  const auto length = std::max(report.spoken.size(), report.heard.size());
  sound.samples.reserve(length * 2);
  for (std::size_t i = 0; i < length; ++i) {
    sound.samples.push_back(i < report.spoken.size() ? report.spoken[i] : std::int16_t{0});
    sound.samples.push_back(i < report.heard.size() ? report.heard[i] : std::int16_t{0});
  }
  return write_wav(path, sound);
}

void print(const std::vector<peer::CallReport>& reports, bool json, std::ostream& out) {
  if (!json) {
    for (const auto& report : reports) out << to_text(report);
    return;
  }
  if (reports.size() == 1) {
    out << to_json(reports.front()).dump(2) << '\n';
    return;
  }
  auto all = nlohmann::ordered_json::array();
  for (const auto& report : reports) all.push_back(to_json(report));
  out << all.dump(2) << '\n';
}

}  // namespace

int call(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Calls an agent, speaks to it and measures its replies on the caller's own clock.", "parley call");
  CallOptions options;
  declare(line, options);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;

  const auto complain = [&](const Error& error) {
    surroundings.err << "parley call: " << error.message << '\n';
    return error.fault == Fault::invalid_input ? kWrongUse : kFailed;
  };
  auto target = peer::parse_target(options.target, transport_of(options.transport));
  if (!target) return complain(target.error());
  if (target->web_socket() && (options.loss > 0 || options.jitter > 0)) {
    return complain({Fault::invalid_input, "a WebSocket loses and reorders nothing: --loss and --jitter are for SIP"});
  }
  if (target->transport == peer::CallerTransport::browser && options.key.empty()) {
    return complain({Fault::invalid_input, "the browser's door wants an API key: --key, or PARLEY_API_KEY"});
  }
  if (target->web_socket() && !options.number.empty()) target->user = options.number;
  CallerVoice voice(options.say.empty() ? nullptr : surroundings.create_voice());
  auto inputs = inputs_in_order(line, options, voice);
  if (!inputs) return complain(inputs.error());

  peer::CallPlan plan;
  plan.target = *target;
  plan.key = options.key;
  plan.codec = options.codec == "pcma" ? peer::CallerCodec::pcma : peer::CallerCodec::pcmu;
  plan.inputs = std::move(*inputs);
  if (options.barge_in) plan.barge_in = std::chrono::milliseconds(*options.barge_in);
  plan.longest_wait = std::chrono::milliseconds(options.reply_wait);
  plan.loss = options.loss / 100;
  plan.jitter = std::chrono::milliseconds(options.jitter);
  plan.keep_audio = !options.record.empty();
  std::vector<peer::CallPlan> plans(options.calls, plan);
  for (std::size_t i = 0; i < plans.size(); ++i) plans[i].seed = static_cast<std::uint32_t>(i + 1);

  peer::CallPace pace;
  pace.concurrency = options.concurrency;
  pace.rate = options.rate;
  const auto reports = peer::place_calls(plans, pace);
  print(reports, options.json, surroundings.out);

  int code = kDone;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (reports[i].end == peer::CallOutcome::failed) {
      surroundings.err << "parley call: " << reports[i].problem << '\n';
      code = kFailed;
    } else if (!options.record.empty()) {
      if (const auto written = write_recording(recording_path(options.record, i), reports[i]); !written) {
        surroundings.err << "parley call: " << written.error().message << '\n';
        code = kFailed;
      }
    }
  }
  return code;
}

}  // namespace parley::commands
