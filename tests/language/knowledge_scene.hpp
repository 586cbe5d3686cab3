// SPDX-License-Identifier: Apache-2.0
// Two organizations in the room's database with knowledge, and a search over it.
#pragma once

#include <gtest/gtest.h>

#include "database/asked.hpp"
#include "parley/language/knowledge_search.hpp"
#include "word_embedder.hpp"

namespace parley::test {

class KnowledgeScene : public ::testing::Test {
 protected:
  KnowledgeScene() {
    make_two_tenants();
    write("a", "Parking", "You can park in the yard behind the house.");
    write("a", "Dogs", "Dogs have to wait outside.");
    write("b", "Parking", "There is no parking, and parking in the street costs money.");
  }
  ~KnowledgeScene() override { search_.reset(); }

  // `tenant`: last letter of its id.
  void write(const std::string& tenant, const std::string& title, const std::string& text) {
    const auto id = "'00000000-0000-7000-8000-00000000000" + tenant + "'";
    auto& room = PostgresRoom::shared();
    room.run_sql(
        room.superuser_url(),
        "INSERT INTO knowledge (id, organization_id, source, position, title, body) VALUES (gen_random_uuid(), " + id +
            ", 'handbook', 1, '" + title + "', '" + text +
            "');"
            "INSERT INTO knowledge_versions AS v (organization_id) VALUES (" +
            id + ") ON CONFLICT (organization_id) DO UPDATE SET version = v.version + 1");
  }
  void make_search(bool with_embedder = true) {
    auto open = [](bool there) -> Result<std::shared_ptr<const Embedder>> {
      if (!there) return Error{Fault::unavailable, "no file"};
      return std::shared_ptr<const Embedder>(std::make_shared<const WordEmbedder>());
    };
    search_ = create_knowledge_search({asked_.database.get(), [open, with_embedder] { return open(with_embedder); },
                                       pool_, *asked_.clock, Log(), meters_});
  }
  Result<std::vector<FoundPiece>> find(const OrganizationKey& key, const std::string& question,
                                       std::chrono::milliseconds limit = std::chrono::seconds{10}) {
    return asked_.loop.run(search_->find(key, question, asked_.clock->now() + limit));
  }
  // What was posted to the pool before is done.
  void finish_indices() {
    auto wait = [](BlockingPool& pool) -> Task<bool> {
      auto nothing = [] { return true; };
      const auto done = co_await pool.run(nothing);
      co_return done;
    };
    asked_.loop.run(wait(pool_));
  }

  BlockingPool pool_{1, "knowledge"};
  AskedDatabase asked_{2};
  PlainMeters meters_;
  std::unique_ptr<KnowledgeSearch> search_;
};

}  // namespace parley::test
