// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>
#include <random>

#include "learning_benches.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kMostUses = 1000;

// One learned pattern in use until it is switched off; what the model and callers do is drawn by seed.
struct Life {
  std::size_t off_after = 0;  // uses; 0: it stayed
  std::string alert;          // the reason of the switch
};

Life live(bool right_answer, std::size_t uses, double model_errors, std::uint64_t seed) {
  const std::vector<std::string> intents = {"opening_hours", "parking", "refunds", "delivery", "warranty", "returns"};
  MonthModel model(intents, model_errors, seed);
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> chance(0, 1);
  const auto place = random() % intents.size();
  const auto& intent = intents[place];
  const auto other = (place + 1 + random() % (intents.size() - 1)) % intents.size();
  const auto& said = model.reply_of(intents[right_answer ? place : other]);
  const bool right = model.intent_of(said) == intent;
  PatternHealth health;
  health.learned = true;
  Life life;
  const auto signal = [&](HealthEvent event, std::size_t use) {
    const auto change = after(health, event);
    health = change.health;
    if (change.verdict != HealthVerdict::switch_off) return;
    life = {use, change.reason};
  };
  for (std::size_t use = 1; use <= uses && life.off_after == 0; ++use) {
    const bool audited = is_audited(health, chance(random));
    signal(HealthEvent::used, use);
    if (audited) {
      const auto answer = model.ask(intent);
      auto verdict = audit_verdict(said, answer);
      if (verdict == AuditVerdict::ask_second_sample) verdict = audit_verdict(said, answer, model.ask(intent));
      if (verdict == AuditVerdict::right) signal(HealthEvent::audit_right, use);
      if (verdict == AuditVerdict::wrong) signal(HealthEvent::audit_wrong, use);
    }
    for (const auto& habit : kCallerHabits)
      if (life.off_after == 0 && chance(random) < (right ? habit.after_right : habit.after_wrong))
        signal(habit.event, use);
  }
  return life;
}

}  // namespace

Result<BenchResults> bench_poison(const PoisonBench& bench, const Surroundings& surroundings) {
  BenchResults results("poison");
  Share off_in_time;
  Share alerted;
  Share right_off;
  std::vector<double> uses;
  for (std::size_t run = 0; run < bench.runs; ++run) {
    const auto seed = bench.first_seed + run;
    const auto poisoned = live(false, kMostUses, 0.02, seed);
    off_in_time.count(poisoned.off_after > 0 && poisoned.off_after <= 20);
    alerted.count(!poisoned.alert.empty());
    if (poisoned.off_after > 0) uses.push_back(static_cast<double>(poisoned.off_after));
    right_off.count(live(true, kMostUses, 0.02, seed).off_after > 0);
    if (run == 0) surroundings.err << "alert of the first run: " << poisoned.alert << '\n';
  }
  results.add("poison.off_within_20_uses", off_in_time);
  results.add("poison.alerted", alerted);
  results.add("poison.uses_until_off.p50", percentile(uses, 0.5), "uses", uses.size());
  results.add("poison.uses_until_off.p95", percentile(uses, 0.95), "uses", uses.size());
  results.add("poison.right_switched_off", right_off);
  return results;
}

}  // namespace parley::commands
