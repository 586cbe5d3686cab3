// SPDX-License-Identifier: Apache-2.0
// The embedded ear as a call uses it. Real people's speech lies beside the repository; without it those tests skip.
#include "parley/speech/pocketsphinx.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "heard_speech.hpp"
#include "support/counted_meters.hpp"

namespace parley {
namespace {

using test::next_utterance;
using test::play;
using test::Samples;
using test::waited;
using Expect = HearingContext::Expect;

const std::string kOrder = "two small teas with cream please";
const std::string kQuestion = "where are you located";

PocketSphinxSettings plain_settings() {
  PocketSphinxSettings settings;
  settings.models_dir = "/nowhere";
  settings.threads = 2;
  settings.backlog = std::chrono::minutes(1);
  return settings;
}

OrganizationSnapshot shared(Organization organization) {
  return std::make_shared<const Organization>(std::move(organization));
}

// The shop whose customers were recorded: example sentences alone, as the recogniser would know them from a file.
OrganizationSnapshot recorded_shop() {
  Organization shop;
  shop.key.value = "orders";
  shop.patterns.emplace_back();
  std::ifstream file(test::kRealSpeech / "commands/examples.csv");
  for (std::string line; std::getline(file, line);) shop.patterns.back().examples.push_back(line);
  return shared(std::move(shop));
}

// Learning is dear: one recogniser for all that do not change it.
class PocketSphinxEar : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ear_ = create_pocketsphinx(plain_settings(), Log());
    ASSERT_TRUE(waited(ear_->learn(shared(test::coffee_shop()))));
  }
  static void TearDownTestSuite() { ear_.reset(); }

  static std::unique_ptr<RecognizerStream> opened(const std::string& organization = "coffee") {
    OrganizationKey key;
    key.value = organization;
    return std::move(ear_->open(key, asio::system_executor()).value());
  }
  static Transcript said(RecognizerStream& stream, const Samples& sound, std::int64_t& at) {
    play(stream, sound, at);
    stream.end_utterance();
    return next_utterance(stream).final;
  }

  static inline std::unique_ptr<Recognizer> ear_;
};

TEST_F(PocketSphinxEar, HearsTwoCallersAtOnceEachForItself) {
  const auto first = opened();
  const auto second = opened();
  std::int64_t first_at = 0;
  std::int64_t second_at = 4'000'000;
  const auto order = test::spoken(kOrder);
  const auto question = test::spoken(kQuestion, "awb");
  for (std::size_t at = 0; at < std::max(order.size(), question.size()); at += 160) {
    const auto frame = [&](const Samples& sound) {
      return std::span(sound).subspan(std::min(at, sound.size()),
                                      std::min<std::size_t>(160, sound.size() - std::min(at, sound.size())));
    };
    play(*first, frame(order), first_at);
    play(*second, frame(question), second_at);
  }
  first->end_utterance();
  second->end_utterance();
  const auto asked = next_utterance(*second);
  const auto ordered = next_utterance(*first);
  EXPECT_EQ(ordered.final.text, kOrder);
  EXPECT_EQ(asked.final.text, kQuestion);
  EXPECT_EQ(ordered.final.heard_until.samples, first_at);
  EXPECT_EQ(asked.final.heard_until.samples, second_at);
  for (const auto& heard : {ordered, asked}) {
    EXPECT_EQ(heard.final.utterance, 1U);
    for (const auto& partial : heard.partials) EXPECT_FALSE(partial.text.empty());
  }
}

TEST_F(PocketSphinxEar, LetsCallersHangUpAtAnyMomentWhileOthersAreHeard) {
  const auto order = test::spoken(kOrder);
  const auto staying = opened();
  std::int64_t at = 0;
  for (int round = 0; round < 8; ++round) {
    auto leaving = opened();
    std::int64_t elsewhere = 0;
    play(*leaving, std::span(order).first(order.size() * static_cast<std::size_t>(round + 1) / 9), elsewhere);
    if (round % 2 == 0) leaving->end_utterance();
    if (round % 3 == 0) leaving->expect({Expect::phrases, {"elm street"}});
    leaving.reset();
  }
  EXPECT_EQ(said(*staying, order, at).text, kOrder);
}

TEST_F(PocketSphinxEar, ListensForWhatIsExpectedAndForTheRestAgain) {
  const auto stream = opened();
  std::int64_t at = 0;
  stream->expect({Expect::phrases, {"forty two vandelay street"}});
  EXPECT_EQ(said(*stream, test::spoken("forty two vandelay street"), at).text, "forty two vandelay street");
  stream->expect({Expect::phrases, {}});  // nothing in particular
  EXPECT_EQ(said(*stream, test::spoken(kOrder), at).text, kOrder);
  stream->expect({Expect::digits, {}});
  EXPECT_EQ(said(*stream, test::spoken("five nine one three"), at).text, "five nine one three");
  stream->expect({Expect::yes_no, {}});
  EXPECT_EQ(said(*stream, test::spoken("yes please"), at).text, "yes please");
  stream->expect({});
  EXPECT_EQ(said(*stream, test::spoken(kQuestion), at).text, kQuestion);
  EXPECT_EQ(stream->dropped_samples(), 0U);
}

TEST_F(PocketSphinxEar, ForgetsWhatIsDiscarded) {
  const auto stream = opened();
  std::int64_t at = 0;
  play(*stream, test::spoken(kQuestion), at);
  play(*stream, test::silence(700), at);  // the newest moments stay
  stream->discard_utterance();
  const auto heard = said(*stream, test::silence(300), at);
  EXPECT_EQ(heard.text, "");
  EXPECT_EQ(heard.utterance, 1U);
  EXPECT_EQ(said(*stream, test::spoken(kOrder), at).text, kOrder);
}

TEST_F(PocketSphinxEar, RefusesAnOrganizationThatItHasNotLearned) {
  OrganizationKey key;
  key.value = "stranger";
  const auto refused = ear_->open(key, asio::system_executor());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_found);
  EXPECT_NE(refused.error().message.find("stranger"), std::string::npos);
  EXPECT_TRUE(ear_->state().ready);
  EXPECT_EQ(ear_->native_rate(), SampleRate::hz_8000);
}

TEST_F(PocketSphinxEar, LearnsWhileOthersListen) {
  const auto order = test::spoken(kOrder);
  const auto before = opened();
  std::int64_t at = 0;
  play(*before, std::span(order).first(order.size() / 2), at);
  auto changed = test::coffee_shop();
  changed.phrases = {"a yellow zebra with cinnamon"};
  std::thread teacher([&] { EXPECT_TRUE(waited(ear_->learn(shared(changed)))); });
  EXPECT_EQ(said(*before, Samples(order.begin() + std::ssize(order) / 2, order.end()), at).text, kOrder);
  teacher.join();
  const auto after = opened();
  std::int64_t later = 0;
  EXPECT_EQ(said(*after, test::spoken("a yellow zebra with cinnamon"), later).text, "a yellow zebra with cinnamon");
  EXPECT_EQ(said(*before, order, at).text, kOrder) << "a call keeps what it began with";
}

TEST_F(PocketSphinxEar, UnderstandsRealPeopleWhoOrderCoffee) {
  if (!std::filesystem::exists(test::kRealSpeech / "commands/examples.csv")) GTEST_SKIP() << "no recorded orders here";
  ASSERT_TRUE(waited(ear_->learn(recorded_shop())));
  struct Case {
    const char* file;
    std::vector<std::string> slots;
  };
  const Case cases[] = {
      {"441770b4-3757-4e61-a5de-999dcd30506f", {"medium roast", "twelve ounce", "single shot", "drip coffee"}},
      {"0f6ccd6a-b7a7-4e05-aa5e-02f76b0381cb", {"small", "medium roast", "mocha"}},
  };
  for (const auto& [file, slots] : cases) {
    const auto stream = opened("orders");
    std::int64_t at = 0;
    const auto heard = said(*stream, test::recorded("commands/wav/" + std::string(file) + ".wav"), at);
    for (const auto& slot : slots) EXPECT_NE(heard.text.find(slot), std::string::npos) << slot << ": " << heard.text;
  }
}

TEST_F(PocketSphinxEar, UnderstandsRealPeopleWhoSayDigits) {
  if (!std::filesystem::exists(test::kRealSpeech / "digits")) GTEST_SKIP() << "no recorded digits here";
  for (const auto& [spliced, text] : {std::pair{"5_theo_0 1_theo_1 9_theo_4", "five one nine"},
                                      std::pair{"9_theo_0 3_theo_1 1_theo_2", "nine three one"}}) {
    const auto stream = opened();
    std::int64_t at = 0;
    stream->expect({Expect::digits, {}});
    EXPECT_EQ(said(*stream, test::digits(spliced), at).text, text);
  }
}

TEST(PocketSphinx, TellsWhatMendsAMissingModel) {
  struct Case {
    const char* missing;
    void (*spoil)(PocketSphinxSettings&);
  };
  const Case cases[] = {
      {"/nowhere/model/mdef", [](PocketSphinxSettings& settings) { settings.acoustic_model = "/nowhere/model"; }},
      {"/nowhere/words", [](PocketSphinxSettings& settings) { settings.dictionary = "/nowhere/words"; }},
  };
  for (const auto& [missing, spoil] : cases) {
    auto settings = plain_settings();
    spoil(settings);
    const auto deaf = create_pocketsphinx(settings, Log());
    const auto state = deaf->state();
    EXPECT_FALSE(state.ready);
    EXPECT_EQ(state.engine, "pocketsphinx");
    EXPECT_NE(state.problem.find(missing), std::string::npos) << state.problem;
    EXPECT_EQ(state.remedy, "apt-get install pocketsphinx-en-us");
    const auto learned = waited(deaf->learn(shared(test::coffee_shop())));
    ASSERT_FALSE(learned);
    EXPECT_EQ(learned.error().fault, Fault::unavailable);
    EXPECT_NE(learned.error().message.find(state.remedy), std::string::npos);
    OrganizationKey key;
    key.value = "coffee";
    const auto opened = deaf->open(key, asio::system_executor());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::unavailable);
  }
}

TEST(PocketSphinx, NoticesEachPartOfAModelThatIsMissing) {
  const auto folder = std::filesystem::temp_directory_path() / ("parley-part-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  auto settings = plain_settings();
  settings.acoustic_model = folder;
  for (const auto& part : std::filesystem::directory_iterator(test::kAcousticModel)) {
    std::filesystem::create_symlink(part.path(), folder / part.path().filename());
  }
  EXPECT_TRUE(create_pocketsphinx(settings, Log())->state().ready);
  for (const char* part :
       {"mdef", "means", "variances", "transition_matrices", "sendump", "noisedict", "feat.params"}) {
    std::filesystem::rename(folder / part, folder / "elsewhere");
    const auto state = create_pocketsphinx(settings, Log())->state();
    EXPECT_FALSE(state.ready) << part;
    EXPECT_NE(state.problem.find(part), std::string::npos) << state.problem;
    std::filesystem::rename(folder / "elsewhere", folder / part);
  }
  std::filesystem::remove_all(folder);
}

TEST(PocketSphinx, CountsWhatItDropsAndHowLateFinalsAre) {
  test::CountedMeters meters;
  auto settings = plain_settings();
  settings.backlog = std::chrono::milliseconds(0);
  const auto ear = create_pocketsphinx(settings, Log(), &meters);
  ASSERT_TRUE(waited(ear->learn(shared(test::coffee_shop()))));
  OrganizationKey key;
  key.value = "coffee";
  const auto stream = std::move(ear->open(key, asio::system_executor()).value());
  std::int64_t at = 0;
  play(*stream, test::silence(100), at);  // no room for a single frame
  stream->end_utterance();
  EXPECT_EQ(next_utterance(*stream).final.text, "");
  EXPECT_EQ(stream->dropped_samples(), 800U);
  EXPECT_EQ(meters.counter("parley_speech_dropped_samples_total", "").value(), 800U);
  const auto& lateness = meters.histogram("parley_speech_final_seconds", "", {});
  std::uint64_t finals = 0;
  for (std::size_t i = 0; i <= lateness.bounds().size(); ++i) finals += lateness.in_bucket(i);
  EXPECT_EQ(finals, 1U);
}

class KeptLines final : public LogSink {
 public:
  void write(const LogLine& line) noexcept override {
    if (line.event == "speech.unadapted") ++unadapted;
    if (line.event == "speech.learned") ++learned;
  }
  std::atomic<int> unadapted{0};
  std::atomic<int> learned{0};
};

TEST(PocketSphinx, WarnsWhenItIsNotAdaptedToTelephones) {
  const auto folder = std::filesystem::temp_directory_path() / ("parley-mllr-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  auto settings = plain_settings();
  settings.models_dir = folder;
  KeptLines lines;
  EXPECT_TRUE(create_pocketsphinx(settings, Log(lines))->state().ready);
  EXPECT_EQ(lines.unadapted, 1);
  std::ofstream(folder / "en-us-phone.mllr") << "1\n";
  EXPECT_TRUE(create_pocketsphinx(settings, Log(lines))->state().ready);
  EXPECT_EQ(lines.unadapted, 1);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace parley
