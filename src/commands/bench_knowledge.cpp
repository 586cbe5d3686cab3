// SPDX-License-Identifier: Apache-2.0
// parley bench knowledge: how much of what is asked is answered from what is written down, and how often wrongly. The
// search is asked as a call asks it, over the database.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "bench_command.hpp"
#include "knowledge_questions.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/encoder/use_lite.hpp"
#include "parley/language/knowledge_search.hpp"
#include "parley/store/knowledge_store.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

constexpr std::chrono::seconds kDeadline{20};
constexpr const char* kSource = "bench";
const OrganizationKey kOrganization{"bench-knowledge"};
const ChangeNote kNote{"bench", ""};

constexpr Sql kTenant = "INSERT INTO tenants (id, key) VALUES (gen_random_uuid(), $1) ON CONFLICT (key) DO NOTHING";

struct Figures {
  Share right;            // of what is written down: by the piece that answers
  Share wrong;            // of that: by another
  Share wrong_of_others;  // of what is not written down
  std::vector<double> milliseconds;
};

Task<bool> until_indices_are_made(BlockingPool& pool) {
  auto nothing = [] { return true; };
  const auto done = co_await pool.run(nothing);
  co_return done;
}

Task<Result<Figures>> ask_all(KnowledgeStore& store, KnowledgeSearch& search, BlockingPool& pool, Clock& clock,
                              const std::vector<AskedDocument>& documents) {
  Figures figures;
  for (const auto& document : documents) {
    auto pieces = document.pieces;
    for (auto& piece : pieces) piece.source = kSource;
    const auto imported = co_await store.import(kOrganization, std::move(pieces), false, kNote);
    if (!imported) co_return imported.error();
    // The first question has the index made.
    const auto first = co_await search.find(kOrganization, "hello", clock.now() + kDeadline);
    if (!first) co_return first.error();
    co_await until_indices_are_made(pool);
    for (const auto& question : document.questions) {
      const auto began = clock.now();
      const auto found = co_await search.find(kOrganization, question.text, began + kDeadline);
      if (!found) co_return found.error();
      figures.milliseconds.push_back(std::chrono::duration<double, std::milli>(clock.now() - began).count());
      const bool answered = !found->empty() && found->front().score >= search.threshold();
      const bool right = answered && found->front().title == question.title;
      if (question.title.empty()) {
        figures.wrong_of_others.count(answered);
      } else {
        figures.right.count(right);
        figures.wrong.count(answered && !right);
      }
    }
  }
  const auto tidied = co_await store.remove(kOrganization, kSource, kNote);
  if (!tidied) co_return tidied.error();
  co_return figures;
}

Result<Figures> run(const KnowledgeBench& bench, const std::vector<AskedDocument>& documents, bool by_meaning) {
  UnreadMeters meters;
  const auto clock = create_system_clock();
  EventLoop loop("knowledge", Scheduling::normal);
  const auto database = Database::create({bench.database_url, 1, 8, kDeadline}, Log(), meters);
  const auto failed = database->transact_here(OrganizationKey{}, kDeadline, [](DatabaseSession& session) {
    const auto made = session.execute(kTenant, {kOrganization.value});
    return made ? std::nullopt : std::optional<Error>(made.error());
  });
  if (failed) return *failed;
  BlockingPool pool(1, "indices");
  const auto store = KnowledgeStore::create(*database, *clock);
  const auto open = [&]() -> Result<std::shared_ptr<const Embedder>> {
    if (!by_meaning) return Error{Fault::unavailable, "words alone are asked for"};
    return open_use_lite(bench.models / kUseLiteFile);
  };
  const auto search = create_knowledge_search({database.get(), open, pool, *clock, Log(), meters});
  auto figures =
      asio::co_spawn(loop.executor(), ask_all(*store, *search, pool, *clock, documents), asio::use_future).get();
  loop.stop();
  return figures;
}

}  // namespace

Result<BenchResults> bench_knowledge(const KnowledgeBench& bench) {
  if (const auto opened = open_use_lite(bench.models / kUseLiteFile); !opened) return opened.error();
  BenchResults results("knowledge");
  for (const auto* half : {"calibration", "held_out"}) {
    const auto documents = read_asked_documents(bench.data / half);
    if (!documents) return documents.error();
    for (const bool by_meaning : {true, false}) {
      const auto figures = run(bench, *documents, by_meaning);
      if (!figures) return figures.error();
      const auto name = std::string(half) + (by_meaning ? "." : ".words_alone.");
      results.add(name + "right_of_answerable", figures->right);
      results.add(name + "wrong_of_answerable", figures->wrong);
      results.add(name + "wrong_of_unanswerable", figures->wrong_of_others);
      results.add_milliseconds(name + "search", figures->milliseconds);
    }
  }
  return results;
}

}  // namespace parley::commands
