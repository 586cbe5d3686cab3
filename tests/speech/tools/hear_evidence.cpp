// SPDX-License-Identifier: Apache-2.0
// Decodes recordings as a pause of a call does and prints, one JSON line each, what there is to judge them by: words
// with posterior and surprise, confidence, and the pattern that would answer. For weights and thresholds of rejection.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "hearing_confidence.hpp"
#include "hearing_model.hpp"
#include "letter_to_sound.hpp"
#include "noise_mix.hpp"
#include "order_score.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/media/resampler.hpp"
#include "parley/media/wav.hpp"
#include "parley/router/intent_router.hpp"
#include "sphinx_front_end.hpp"

namespace {

using namespace parley;
using namespace parley::commands;

constexpr Cepstrum kPhoneMean = {40.6F,  9.7F, -18.2F, 19.8F, -7.1F, -9.8F, 5.0F,
                                 -20.6F, 9.5F, -9.2F,  -2.5F, 0.9F,  -5.5F};  // sphinx_ear.cpp

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::int16_t> samples_of(const std::string& path) {
  const auto sound = read_wav(path).value();
  auto samples = to_mono(sound);
  if (sound.rate != 8000) samples = resample(samples, sound.rate, 8000);
  return samples;
}

std::vector<Cepstrum> voiced_cepstra(std::span<const std::int16_t> samples, const HearingModel& model) {
  std::vector<std::int16_t> padded(2400, 0);
  padded.insert(padded.end(), samples.begin(), samples.end());
  padded.insert(padded.end(), 3200, 0);
  SphinxFrontEnd front_end(model.parameters());
  std::vector<VoicedFrame> voiced;
  front_end.hear(padded, voiced);
  CepstralMean mean(kPhoneMean, 25);
  for (const auto& frame : voiced) mean.add(frame.cepstrum);
  std::vector<Cepstrum> out;
  for (const auto& frame : voiced) out.push_back(without(frame.cepstrum, mean.mean()));
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  std::string which;
  std::string list;
  std::string data;
  std::string models = ".parley/models";
  std::string expect;
  double noise_db = 1000;
  CLI::App app("Prints what there is to judge recordings by");
  app.add_option("organization", which, "key in config/organizations, or orders")->required();
  app.add_option("list", list, "lines: name TAB wav file")->required();
  app.add_option("--data", data, "with domain.yaml, examples.csv, kitchen.wav");
  app.add_option("--models", models);
  app.add_option("--expect", expect, "digits or yes_no");
  app.add_option("--noise-db", noise_db);
  CLI11_PARSE(app, count, arguments);
  Organization organization;
  if (which == "orders") {
    organization = order_organization(parse_order_domain(content(data + "/domain.yaml")),
                                      read_examples(content(data + "/examples.csv")));
  }
  for (const auto& one : load_organizations("config/organizations").organizations) {
    if (one.key.value == which) organization = one;
  }
  const auto router = create_rule_router(organization).value();
  SphinxSources sources{
      "/usr/share/pocketsphinx/model/en-us/en-us", models + "/en-us-phone.mllr", {}, flite_letter_to_sound()};
  std::ifstream dictionary("/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict");
  sources.dictionary.read(dictionary);
  HearingContext context;
  if (expect == "digits") context.expect = HearingContext::Expect::digits;
  if (expect == "yes_no") context.expect = HearingContext::Expect::yes_no;
  HearingModel model(organization, context, sources);
  std::vector<std::int16_t> kitchen;
  if (noise_db < 900) kitchen = samples_of(data + "/kitchen.wav");

  std::ifstream lines(list);
  std::uint32_t seed = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto tab = line.find('\t');
    auto samples = samples_of(line.substr(tab + 1));
    if (!kitchen.empty()) samples = mix_noise(samples, kitchen, noise_db, ++seed);
    auto decoder = model.borrow(SphinxPass::settled);
    decoder->start();
    decoder->hear(voiced_cepstra(samples, model));
    const auto decoded = decoder->finish();
    model.give_back(std::move(decoder));
    std::vector<std::string> texts;
    for (const auto& word : decoded.words) texts.push_back(word.text);
    const auto surprises = model.surprise(texts);
    std::vector<WordEvidence> evidence;
    RouteQuery query{decoded.text(), 1, {}};
    nlohmann::ordered_json words = nlohmann::json::array();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      evidence.push_back({decoded.words[i].confidence, surprises[i]});
      query.words.push_back({texts[i], word_confidence(evidence.back())});
      words.push_back({{"w", texts[i]},
                       {"p", decoded.words[i].confidence},
                       {"s", surprises[i]},
                       {"c", query.words.back().confidence}});
    }
    query.confidence = utterance_confidence(evidence);
    const auto decision = router->route(query);
    const auto trusted = router->route({query.text, 1, {}});
    const nlohmann::ordered_json out{{"id", line.substr(0, tab)},
                                     {"text", query.text},
                                     {"confidence", query.confidence},
                                     {"pattern", decision.pattern},
                                     {"refusal", to_string(decision.refusal)},
                                     {"pattern_unchecked", trusted.pattern},
                                     {"words", words}};
    std::cout << out.dump() << '\n';
  }
}
