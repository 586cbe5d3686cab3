// SPDX-License-Identifier: Apache-2.0
// Stands in for libFuzzer: replays seeds, then mutations of them from a fixed seed, and prints the input that crashed.
//   NAME_fuzz SEEDS MUTATIONS
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// Present when a sanitizer is linked: its reports end the process without a signal.
extern "C" void __attribute__((weak)) __sanitizer_set_death_callback(void (*callback)());

namespace {

using Input = std::vector<std::uint8_t>;

// Read by a signal handler, hence global.
const Input* current_input = nullptr;

void print_input() {
  static constexpr char kDigits[] = "0123456789abcdef";
  static const char kIntro[] = "\ninput that failed, in hex: ";
  [[maybe_unused]] auto ignored = write(STDERR_FILENO, kIntro, sizeof kIntro - 1);
  for (const auto byte : *current_input) {
    const std::array<char, 2> hex{kDigits[byte >> 4], kDigits[byte & 15]};
    ignored = write(STDERR_FILENO, hex.data(), hex.size());
  }
  ignored = write(STDERR_FILENO, "\n", 1);
}

extern "C" void on_signal(int number) {
  print_input();
  signal(number, SIG_DFL);
  raise(number);
}

void feed(const Input& input) {
  current_input = &input;
  // A copy of the exact size, so that a sanitizer sees a read past the end.
  const auto copy = std::make_unique<std::uint8_t[]>(input.size());
  std::copy(input.begin(), input.end(), copy.get());
  LLVMFuzzerTestOneInput(copy.get(), input.size());
}

class Mutator {
 public:
  Input change(Input input, const Input& other) {
    for (auto times = below(4) + 1; times > 0; --times) change_once(input, other);
    input.resize(std::min<std::size_t>(input.size(), 65536));
    return input;
  }
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

 private:
  void change_once(Input& input, const Input& other) {
    static constexpr std::array<std::uint8_t, 12> kTelling{0, 1, 0x7f, 0x80, 0xff, '\r', '\n', ':', ';', '"', '<', '9'};
    const auto at = [&] { return input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1)); };
    switch (below(7)) {
      case 0:
        if (!input.empty()) input[below(input.size())] ^= static_cast<std::uint8_t>(1U << below(8));
        break;
      case 1:
        if (!input.empty()) input[below(input.size())] = kTelling[below(kTelling.size())];
        break;
      case 2:
        input.insert(at(), kTelling[below(kTelling.size())]);
        break;
      case 3: {
        auto from = at();
        input.erase(from, from + static_cast<std::ptrdiff_t>(below(static_cast<std::size_t>(input.end() - from) + 1)));
        break;
      }
      case 4: {  // the same part once more
        const auto from = below(input.size() + 1);
        const Input part(input.begin() + static_cast<std::ptrdiff_t>(from),
                         input.begin() + static_cast<std::ptrdiff_t>(from + below(input.size() - from + 1)));
        input.insert(at(), part.begin(), part.end());
        break;
      }
      case 5:
        input.resize(below(input.size() + 1));
        break;
      default: {  // a piece of another seed
        const auto from = below(other.size() + 1);
        input.insert(at(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
      }
    }
  }

  std::mt19937 random_{20260101};
};

std::vector<Input> read_seeds(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(folder)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Input> seeds;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << " SEEDS MUTATIONS\n";
    return 2;
  }
  for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGBUS}) signal(number, on_signal);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(print_input);
  auto seeds = read_seeds(argv[1]);
  if (seeds.empty()) {
    std::cerr << "no seeds in " << argv[1] << '\n';
    return 1;
  }
  seeds.emplace_back();
  for (const auto& seed : seeds) feed(seed);
  Mutator mutator;
  const int mutations = std::atoi(argv[2]);
  for (int i = 0; i < mutations; ++i) {
    const auto& seed = seeds[mutator.below(seeds.size())];
    feed(mutator.change(seed, seeds[mutator.below(seeds.size())]));
  }
  std::cout << seeds.size() << " seeds and " << mutations << " mutations went through\n";
  return 0;
}
