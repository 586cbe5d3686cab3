// SPDX-License-Identifier: Apache-2.0
#include "parley/tenants/meaning_teacher.hpp"

#include <utility>

namespace parley {
namespace {

const std::vector<double> kLearningBounds = {0.1, 0.3, 1, 3, 10, 30, 100};

std::vector<LogField> fields_of(const std::string& name, const MeaningEvidence& evidence) {
  return {{"organization", name},          {"examples", evidence.examples},
          {"measured", evidence.measured}, {"borrowed", evidence.borrowed},
          {"adapted", evidence.adapted},   {"coverage_percent", static_cast<std::int64_t>(evidence.coverage * 100)},
          {"embedder", evidence.embedder}, {"kib", evidence.memory_bytes / 1024}};
}

constexpr double kNeverReached = 10;  // margins are at most about 1

bool is_active(const Organization& organization, const std::string& key) {
  for (const auto& pattern : organization.patterns)
    if (pattern.key == key) return pattern.active;
  return false;
}

}  // namespace

MeaningTeacher::MeaningTeacher(Parts parts)
    : parts_(std::move(parts)),
      memory_(parts_.meters.gauge("parley_router_meaning_bytes", "Memory of what layer 1b learned")),
      seconds_(parts_.meters.histogram("parley_router_learning_seconds", "Learning of one organization's layer 1b",
                                       kLearningBounds)) {}

const SharedEmbedder& MeaningTeacher::embedder() {
  if (embedder_) return *embedder_;
  auto opened = parts_.open_embedder();
  if (!opened) {
    parts_.log.warning("router.no_embedder", opened.error().message + "; meaning is judged by wording alone");
    const std::lock_guard lock(mutex_);
    state_.problem = opened.error().message;
  }
  return embedder_.emplace(opened ? SharedEmbedder(std::move(*opened)) : SharedEmbedder());
}

Task<std::shared_ptr<const IntentRouter>> MeaningTeacher::taught(ServedOrganization organization) {
  const auto key = hearing_key(*organization.definition);
  auto lesson = lesson_of(*organization.definition);
  LearnedBeside beside;
  if (parts_.beside) beside = co_await parts_.beside(*organization.definition);
  lesson.negatives = std::move(beside.negatives);
  lesson.negative_weight = beside.negative_weight;
  add_answered(lesson, beside.answered);
  auto known = learned_.find(key);
  if (known == learned_.end() || known->second.lesson != lesson || known->second.owes) {
    count(1);
    std::shared_ptr<KnownVectors> fetched;  // owners: this, and the index
    if (parts_.vectors) fetched = co_await fetch(organization.definition->key, lesson);
    const bool owes = parts_.vectors && !fetched;
    auto index = co_await learn(key.value, lesson, std::move(fetched));
    learned_.insert_or_assign(key, Learned{std::move(lesson), std::move(index), {}, owes});
    count(-1);
    known = learned_.find(key);
  }
  if (!known->second.index) co_return nullptr;
  known->second.margins = std::move(beside.margins);
  co_return layered(organization, known->second);
}

std::shared_ptr<const IntentRouter> MeaningTeacher::layered(const ServedOrganization& organization,
                                                            const Learned& learned) const {
  const auto& flags = organization.definition->router;
  const auto mode = flags.shadow ? MeaningMode::shadow : parts_.mode;
  MeaningCaution caution;
  caution.scope = flags.extra_scope;
  caution.margin = flags.extra_margin;
  caution.patterns = learned.margins;
  for (const auto& pattern : learned.index->patterns()) {
    if (!is_active(*organization.definition, pattern.key)) caution.patterns[pattern.key] = kNeverReached;
  }
  return create_layered_router(organization.router, learned.index, organization.definition->prices, mode,
                               std::move(caution));
}

std::shared_ptr<const IntentRouter> MeaningTeacher::meanwhile(const ServedOrganization& organization) const {
  const auto known = learned_.find(hearing_key(*organization.definition));
  if (known == learned_.end() || !known->second.index) return nullptr;
  return layered(organization, known->second);
}

// Null: there are none now.
Task<std::shared_ptr<KnownVectors>> MeaningTeacher::fetch(const OrganizationKey& organization,
                                                          const MeaningLesson& lesson) {
  auto listing = [&] { return texts_of(lesson); };
  auto texts = co_await parts_.pool.run(listing);
  auto fetched = co_await parts_.vectors(organization, std::move(texts));
  if (fetched) co_return *std::move(fetched);
  parts_.log.warning("router.no_vectors", fetched.error().message + "; the built-in embedder steps in",
                     {{"organization", organization.value}});
  co_return nullptr;
}

bool MeaningTeacher::owes(const OrganizationKey& hearing_key) const {
  const auto known = learned_.find(hearing_key);
  return known != learned_.end() && known->second.owes;
}

Task<std::shared_ptr<const MeaningIndex>> MeaningTeacher::learn(std::string name, const MeaningLesson& lesson,
                                                                std::shared_ptr<KnownVectors> fetched) {
  const auto began = parts_.clock.now();
  MeaningPlan plan;
  plan.stop = stopping_.get_token();
  // What was measured on the shipped templates was measured with the built-in embedder.
  if (fetched) plan.borrowed = 0;
  const SharedEmbedder own(fetched);
  auto job = [&] { return learn_meaning(lesson, own.embedder ? own : embedder(), plan); };
  auto learned = co_await parts_.pool.run(job);
  if (fetched) fetched->forget();  // the index has them in a quarter of the room, and questions bring their own
  if (!learned) {
    if (learned.error().fault != Fault::closed)
      parts_.log.warning("router.meaning_not_learned", learned.error().message, {{"organization", name}});
    co_return nullptr;
  }
  seconds_.observe(std::chrono::duration<double>(parts_.clock.now() - began).count());
  const auto& evidence = (*learned)->evidence();
  const bool open = evidence.gates[static_cast<std::size_t>(Care::usual)].open();
  parts_.log.info("router.meaning_learned",
                  open ? "questions in other words are answered" : "too little evidence: layer 1b only watches",
                  fields_of(name, evidence));
  co_return *learned;
}

void MeaningTeacher::forget(const OrganizationKey& hearing_key) {
  learned_.erase(hearing_key);
  count(0);
}

void MeaningTeacher::count(std::ptrdiff_t learning) {
  MeaningState now;
  for (const auto& [key, one] : learned_) {
    if (!one.index) continue;
    const auto& evidence = one.index->evidence();
    ++now.organizations;
    now.memory_bytes += evidence.memory_bytes;
    if (!evidence.gates[static_cast<std::size_t>(Care::usual)].open()) ++now.watching;
  }
  memory_.set(static_cast<std::int64_t>(now.memory_bytes));
  const std::lock_guard lock(mutex_);
  now.learning = state_.learning + static_cast<std::size_t>(learning);
  now.problem = state_.problem;
  state_ = now;
}

MeaningState MeaningTeacher::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace parley
