// SPDX-License-Identifier: Apache-2.0
// parley bench spoken: answers by meaning to what the embedded recogniser makes of spoken questions, beside those to
// their text. No call: the samples go straight to the ear, faster than they would be spoken.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_future.hpp>
#include <map>
#include <ostream>

#include "caller_voice.hpp"
#include "heard_questions.hpp"
#include "parley/async/task.hpp"
#include "parley/router/intent_router.hpp"
#include "parley/router/normalise.hpp"
#include "router_benches.hpp"

namespace parley::commands {
namespace {

const std::vector<std::pair<std::string, Care>> kTargets = {
    {"97", Care::harmless}, {"98", Care::usual}, {"99", Care::sensitive}};

constexpr std::size_t kPrintedErrors = 64;
constexpr std::size_t kFrame = 160;   // 20 ms at 8 kHz
constexpr std::size_t kQuiet = 4800;  // 600 ms behind the last word, as the turn taking leaves

template <class T>
T waited(Task<T> task) {
  asio::io_context loop;
  auto done = asio::co_spawn(loop, std::move(task), asio::use_future);
  loop.run();
  return done.get();
}

Task<Result<Transcript>> until_final(RecognizerStream& stream) {
  for (;;) {
    auto heard = co_await stream.next();
    if (!heard || heard->final) co_return heard;
  }
}

Result<Transcript> hear(Recognizer& ear, const OrganizationKey& organization, const std::vector<std::int16_t>& sound) {
  auto opened = ear.open(organization, asio::system_executor());
  if (!opened) return opened.error();
  auto& stream = **opened;
  for (std::size_t at = 0; at < sound.size() + kQuiet; at += kFrame) {
    AudioFrame frame;
    frame.count = kFrame;
    frame.starts_at.samples = static_cast<std::int64_t>(at);
    for (std::size_t i = 0; i < kFrame; ++i) frame.samples[i] = at + i < sound.size() ? sound[at + i] : std::int16_t{0};
    stream.hear(frame);
  }
  stream.end_utterance();
  auto transcript = waited(until_final(stream));
  if (transcript && stream.dropped_samples() > 0)
    return Error{Fault::unavailable, "the recogniser dropped " + std::to_string(stream.dropped_samples()) + " samples"};
  return transcript;
}

Result<std::vector<HeardQuestion>> hear_all(const SpokenBench& bench, Organization organization,
                                            const Surroundings& surroundings) {
  const auto spoken = read_spoken(bench.spoken);
  if (!spoken) return spoken.error();
  if (!surroundings.create_ear) return Error{Fault::unavailable, "there is no recogniser to hear with"};
  const auto ear = surroundings.create_ear(bench.models);
  const auto snapshot = std::make_shared<const Organization>(std::move(organization));
  if (auto learned = waited(ear->learn(snapshot)); !learned) return learned.error();
  std::vector<HeardQuestion> heard;
  for (const auto& question : *spoken) {
    const auto sound = load_sound((bench.spoken / question.file).string());
    if (!sound) return sound.error();
    auto transcript = hear(*ear, hearing_key(*snapshot), **sound);
    if (!transcript) return transcript.error();
    heard.push_back({question.voice, question.intent, transcript->confidence, question.text, transcript->text});
    if (heard.size() % 50 == 0) surroundings.err << "heard " << heard.size() << " of " << spoken->size() << std::endl;
  }
  if (!bench.transcripts.empty()) {
    if (auto written = write_heard(bench.transcripts, heard); !written) return written.error();
  }
  return heard;
}

// As rows of transcript_errors.inc: confidence and share of words in error of what layer 0 lets through, in percent, at
// even distances by confidence.
void print_errors(const std::vector<HeardQuestion>& heard, std::ostream& out) {
  std::vector<std::pair<int, int>> rows;
  for (const auto& question : heard) {
    if (question.confidence < RouterLimits{}.min_confidence) continue;
    const auto said = normalise(question.text);
    const auto errors = word_errors(said, normalise(question.transcript)) * 100 / std::max<std::size_t>(1, said.size());
    rows.emplace_back(static_cast<int>(question.confidence * 100),
                      static_cast<int>(std::min<std::size_t>(100, errors)));
  }
  std::sort(rows.begin(), rows.end());
  const auto count = std::min(kPrintedErrors, rows.size());
  for (std::size_t at = 0; at < count; ++at) {
    const auto& [confidence, errors] = rows[at * rows.size() / count];
    out << '{' << confidence << ", " << errors << "},\n";
  }
}

// Of one way to ask.
struct Verdicts {
  Share accuracy;
  std::map<std::string, Share> coverage;
  std::map<std::string, Share> precision;

  void count(const MeaningIndex& index, const std::string& text, double confidence, const std::string& intent) {
    const auto judgement = index.judge(normalise(text), confidence);
    const auto& known = judgement.candidates;
    const bool right = !known.empty() && index.patterns()[known.front().pattern].key == intent;
    const bool unclear = confidence < RouterLimits{}.min_confidence;
    accuracy.count(right);
    for (const auto& [name, care] : kTargets) {
      const bool answered = !unclear && passes(judgement, index.evidence().gate_for(care, confidence));
      coverage[name].count(answered);
      if (answered) precision[name].count(right);
    }
  }

  void add_to(BenchResults& results, const std::string& name) const {
    results.add("spoken." + name + ".accuracy", accuracy);
    for (const auto& [target, share] : coverage) {
      results.add("spoken." + name + ".coverage." + target, share);
      const auto got = precision.find(target);
      results.add("spoken." + name + ".precision_got." + target, got == precision.end() ? Share{} : got->second);
    }
  }
};

}  // namespace

Result<BenchResults> bench_spoken(const SpokenBench& bench, const Surroundings& surroundings) {
  const auto examples = read_intent_sentences(bench.data / "train_10");
  if (!examples) return examples.error();
  auto organization = organization_of_sentences(*examples);
  const auto lesson = lesson_of(organization);
  organization.key.value = "bench";
  const bool known = !bench.transcripts.empty() && std::filesystem::exists(bench.transcripts);
  const auto heard = known ? read_heard(bench.transcripts) : hear_all(bench, std::move(organization), surroundings);
  if (!heard) return heard.error();
  if (bench.errors) {
    print_errors(*heard, surroundings.out);
    return BenchResults("spoken");
  }
  auto shared = open_embedder(bench.models, surroundings.err);
  if (!shared) return shared.error();
  MeaningPlan plan;
  plan.seed = 100;
  const auto index = learn_meaning(lesson, *shared, plan);
  if (!index) return index.error();

  Verdicts written;
  Verdicts transcripts;
  std::map<std::string, Verdicts> by_voice;
  std::map<std::string, std::pair<std::size_t, std::size_t>> words;  // by voice: errors, words
  Share refused;
  std::map<std::string, std::size_t> texts;
  for (const auto& question : *heard) {
    if (texts[question.text]++ == 0) written.count(**index, question.text, 1, question.intent);
    for (auto* verdicts : {&transcripts, &by_voice[question.voice]})
      verdicts->count(**index, question.transcript, question.confidence, question.intent);
    refused.count(question.confidence < RouterLimits{}.min_confidence);
    const auto said = normalise(question.text);
    words[question.voice].first += word_errors(said, normalise(question.transcript));
    words[question.voice].second += said.size();
  }
  BenchResults results("spoken");
  written.add_to(results, "text");
  transcripts.add_to(results, "heard");
  for (const auto& [voice, verdicts] : by_voice) verdicts.add_to(results, voice);
  for (const auto& [voice, counts] : words)
    results.add("spoken." + voice + ".word_errors",
                static_cast<double>(counts.first) / static_cast<double>(std::max<std::size_t>(1, counts.second)),
                "share", counts.second);
  results.add("spoken.heard.unclear", refused);
  return results;
}

}  // namespace parley::commands
