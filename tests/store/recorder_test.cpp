// SPDX-License-Identifier: Apache-2.0
#include "parley/store/recorder.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <vector>

#include "parley/media/wav.hpp"

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "parley_recorder_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// How a recording ended, as the writer's thread told it.
class Ending {
 public:
  Recorder::Ended told() {
    return [this](RecordingState state, const std::string& problem) {
      const std::lock_guard guard(lock_);
      state_ = state;
      problem_ = problem;
      ++times_;
      came_.notify_all();
    };
  }
  RecordingState state() {
    std::unique_lock guard(lock_);
    came_.wait(guard, [this] { return state_.has_value(); });
    return *state_;
  }
  std::string problem() {
    state();
    return problem_;
  }
  int times() const { return times_; }

 private:
  std::mutex lock_;
  std::condition_variable came_;
  std::optional<RecordingState> state_;
  std::string problem_;
  int times_ = 0;
};

MediaTime at(std::int64_t samples) { return {samples, SampleRate::hz_8000}; }

TEST(Recorder, PutsTheCallerLeftAndTheAgentRightOnOneTimeline) {
  Folder folder;
  Ending ending;
  Recorder recorder;
  auto recording = recorder.start(folder.file("call.wav"), ending.told());
  ASSERT_TRUE(recording);
  (*recording)->write(CallSide::caller, at(0), Samples(160, 11));
  (*recording)->write(CallSide::agent, at(80), Samples(160, 22));
  (*recording)->write(CallSide::caller, at(400), Samples(80, 33));  // after a pause
  (*recording)->close();
  EXPECT_EQ(ending.state(), RecordingState::complete);
  EXPECT_EQ((*recording)->state(), RecordingState::complete);

  const auto sound = read_wav(folder.file("call.wav"));
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->rate, 8000U);
  EXPECT_EQ(sound->channels, 2);
  ASSERT_EQ(sound->samples.size(), 2U * 480U);
  const auto pair = [&](std::size_t n) { return std::pair(sound->samples[2 * n], sound->samples[2 * n + 1]); };
  EXPECT_EQ(pair(0), (std::pair<std::int16_t, std::int16_t>(11, 0)));
  EXPECT_EQ(pair(100), (std::pair<std::int16_t, std::int16_t>(11, 22)));
  EXPECT_EQ(pair(200), (std::pair<std::int16_t, std::int16_t>(0, 22)));
  EXPECT_EQ(pair(300), (std::pair<std::int16_t, std::int16_t>(0, 0)));
  EXPECT_EQ(pair(479), (std::pair<std::int16_t, std::int16_t>(33, 0)));
}

TEST(Recorder, KeepsLongFramesAndManyRecordingsApart) {
  Folder folder;
  std::vector<std::unique_ptr<Recording>> recordings;
  {
    Recorder recorder;
    for (int n = 0; n < 20; ++n) {
      auto recording = recorder.start(folder.file(std::to_string(n) + ".wav"));
      ASSERT_TRUE(recording);
      recordings.push_back(std::move(*recording));
    }
    for (int frame = 0; frame < 10; ++frame)
      for (int n = 0; n < 20; ++n)
        recordings[static_cast<std::size_t>(n)]->write(CallSide::caller, at(frame * 480),
                                                       Samples(480, static_cast<std::int16_t>(n + 1)));
    recordings.clear();
  }  // the recorder's end completes them
  for (int n = 0; n < 20; ++n) {
    const auto sound = read_wav(folder.file(std::to_string(n) + ".wav"));
    ASSERT_TRUE(sound) << n;
    ASSERT_EQ(sound->samples.size(), 2U * 4800U);
    EXPECT_EQ(sound->samples[2 * 4799], n + 1);
  }
}

TEST(Recorder, CompletesWhatIsStillRunningWhenItEnds) {
  Folder folder;
  Ending ending;
  std::unique_ptr<Recording> recording;
  {
    Recorder recorder;
    recording = *recorder.start(folder.file("call.wav"), ending.told());
    recording->write(CallSide::agent, at(0), Samples(160, 5));
  }
  EXPECT_EQ(ending.state(), RecordingState::complete);
  recording->write(CallSide::agent, at(160), Samples(160, 5));  // too late, and harmless
  EXPECT_EQ(read_wav(folder.file("call.wav"))->samples.size(), 320U);
  EXPECT_EQ(ending.times(), 1);
}

TEST(Recorder, DropsAndCountsWhatTheWriterCannotKeepUpWith) {
  Folder folder;
  Recorder recorder;
  auto recording = recorder.start(folder.file("call.wav"));
  ASSERT_TRUE(recording);
  // Far more than the ring holds, faster than any disk.
  for (int frame = 0; frame < 200000; ++frame) (*recording)->write(CallSide::caller, at(frame * 160), Samples(160, 1));
  EXPECT_GT((*recording)->dropped_samples(), 0U);
  EXPECT_EQ((*recording)->state(), RecordingState::running);
}

TEST(Recorder, SaysWhyAFileCannotBeMade) {
  Recorder recorder;
  const auto recording = recorder.start("/nowhere/at/all/call.wav");
  ASSERT_FALSE(recording);
  EXPECT_EQ(recording.error().fault, Fault::unavailable);
  EXPECT_NE(recording.error().message.find("/nowhere/at/all/call.wav"), std::string::npos);
}

TEST(Recorder, AFullDiskEndsTheRecordingAndNothingElse) {
  Ending full;
  Ending fine;
  Folder folder;
  Recorder recorder;
  auto lost = recorder.start("/dev/full", full.told());
  auto kept = recorder.start(folder.file("call.wav"), fine.told());
  ASSERT_TRUE(lost);
  ASSERT_TRUE(kept);
  (*lost)->write(CallSide::caller, at(0), Samples(160, 1));
  (*kept)->write(CallSide::caller, at(0), Samples(160, 1));
  EXPECT_EQ(full.state(), RecordingState::failed);
  EXPECT_NE(full.problem().find("No space left"), std::string::npos) << full.problem();
  EXPECT_EQ((*lost)->state(), RecordingState::failed);
  EXPECT_EQ(recorder.problem(), full.problem());
  (*lost)->write(CallSide::caller, at(160), Samples(160, 1));
  (*lost)->close();
  (*kept)->close();
  EXPECT_EQ(fine.state(), RecordingState::complete);
  EXPECT_EQ(recorder.problem(), "") << "the disk takes recordings again";
  EXPECT_EQ(full.times(), 1);
}

// A process of its own, because the limit is the whole process's: exit status 0 when all is as it should be.
int record_beyond_the_limit(const std::string& path) {
  const rlimit limit{20000, 20000};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
  Ending ending;
  Recorder recorder;
  auto recording = recorder.start(path, ending.told());
  if (!recording) return 3;
  for (int frame = 0; frame < 100; ++frame) (*recording)->write(CallSide::caller, at(frame * 160), Samples(160, 1));
  (*recording)->close();
  return ending.state() == RecordingState::failed ? 0 : 4;
}

TEST(Recorder, ASizeLimitIsAnErrorAndNotTheEndOfTheProcess) {
  Folder folder;
  const std::string path = folder.file("call.wav");
  EXPECT_EXIT(std::_Exit(record_beyond_the_limit(path)), ::testing::ExitedWithCode(0), "");
  EXPECT_TRUE(read_wav(path)) << "what was written stays readable";
}

TEST(Recorder, TheFileIsReadableByItsOwnerAlone) {
  Folder folder;
  Recorder recorder;
  auto recording = recorder.start(folder.file("call.wav"));
  ASSERT_TRUE(recording);
  struct stat status {};
  ASSERT_EQ(::stat(folder.file("call.wav").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(Recorder, IgnoresPositionsThatCannotBe) {
  Folder folder;
  Ending ending;
  Recorder recorder;
  auto recording = recorder.start(folder.file("call.wav"), ending.told());
  ASSERT_TRUE(recording);
  (*recording)->write(CallSide::caller, at(-160), Samples(160, 1));
  (*recording)->write(CallSide::caller, at(0), Samples(160, 2));
  (*recording)->write(CallSide::caller, at(std::int64_t{1} << 50), Samples(160, 3));
  (*recording)->close();
  EXPECT_EQ(ending.state(), RecordingState::complete);
  EXPECT_EQ(read_wav(folder.file("call.wav"))->samples.size(), 320U);
  EXPECT_EQ((*recording)->dropped_samples(), 160U);
}

}  // namespace
}  // namespace parley
