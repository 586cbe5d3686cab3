// SPDX-License-Identifier: Apache-2.0
#include "parley/language/knowledge_search.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <optional>
#include <set>

#include "knowledge_rows.hpp"
#include "known_indices.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

// An answer of the database that its asker may no longer wait for. Owners: the asker, and the statement under way.
struct Errand {
  explicit Errand(const Executor& home) : bell(home, asio::steady_timer::time_point::max()) {}

  asio::steady_timer bell;
  std::optional<Result<WordsFound>> found;
  std::shared_ptr<const KnowledgeIndex> index;
};

// What jobs on the pool and questions share. Owners: the search, jobs and statements under way.
class Room {
 public:
  explicit Room(const KnowledgeSearchParts& parts)
      : open_(parts.open_embedder),
        log_(parts.log),
        indices_(parts.index_bytes),
        bytes_(parts.meters.gauge("parley_knowledge_bytes", "Memory of the indices of knowledge")),
        made_(parts.meters.counter("parley_knowledge_indices_total", "Indices of knowledge that were made")) {}

  KnownIndices& indices() { return indices_; }
  // Whether this version is to be made now by whoever asks: once.
  bool claim(const OrganizationKey& key, std::int64_t version) {
    const std::lock_guard lock(mutex_);
    return claimed_.emplace(key, version).second;
  }
  std::shared_ptr<const SentenceEmbedder> embedder() const {
    const std::lock_guard lock(mutex_);
    return embedder_;
  }
  void keep(const OrganizationKey& key, std::int64_t version, std::shared_ptr<const KnowledgeIndex> index) {
    indices_.keep(key, version, std::move(index));
    bytes_.set(static_cast<std::int64_t>(indices_.bytes()));
    made_.add();
  }
  // On the pool, one at a time.
  void embed(const OrganizationKey& key, std::int64_t version, const std::vector<KnowledgeRow>& rows) {
    const auto embedder = opened();
    if (embedder) keep(key, version, std::make_shared<const KnowledgeIndex>(rows, embedder.get()));
    const std::lock_guard lock(mutex_);
    claimed_.erase({key, version});
  }

 private:
  std::shared_ptr<const SentenceEmbedder> opened() {
    if (tried_ || !open_) return embedder();
    tried_ = true;
    auto opened = open_();
    if (!opened) {
      log_.warning("knowledge.embedder", opened.error().message + "; knowledge is searched by words alone");
      return nullptr;
    }
    auto embedder = std::make_shared<const SentenceEmbedder>(std::move(*opened));
    const std::lock_guard lock(mutex_);
    embedder_ = std::move(embedder);
    return embedder_;
  }

  std::function<Result<std::shared_ptr<const Embedder>>()> open_;
  Log log_;
  KnownIndices indices_;
  Gauge& bytes_;
  Counter& made_;
  std::atomic<bool> tried_ = false;
  mutable std::mutex mutex_;                          // guards what follows
  std::shared_ptr<const SentenceEmbedder> embedder_;  // owners: this, and questions under way
  std::set<std::pair<OrganizationKey, std::int64_t>> claimed_;
};

// Words first; then, when the version is new here, all of the organization's knowledge. One connection, one after the
// other, both on a thread that may block.
Result<WordsFound> look(DatabaseSession& session, Room& room, BlockingPool& pool, std::shared_ptr<Room> kept,
                        const OrganizationKey& key, const std::string& question,
                        std::shared_ptr<const KnowledgeIndex>& index) {
  auto found = search_words(session, question);
  if (!found) return found;
  index = room.indices().find(key, found->version);
  if (index) return found;
  auto read = read_knowledge(session);
  if (!read) return read.error();
  index = std::make_shared<const KnowledgeIndex>(read->rows, nullptr);
  room.keep(key, read->version, index);
  if (!read->rows.empty() && room.claim(key, read->version)) {
    pool.post([kept = std::move(kept), key, version = read->version, rows = std::move(read->rows)] {
      kept->embed(key, version, rows);
    });
  }
  return found;
}

class PostgresKnowledgeSearch final : public KnowledgeSearch {
 public:
  explicit PostgresKnowledgeSearch(const KnowledgeSearchParts& parts)
      : database_(parts.database), pool_(parts.pool), clock_(parts.clock), room_(std::make_shared<Room>(parts)) {}

  Task<Result<std::vector<FoundPiece>>> find(OrganizationKey organization, std::string question,
                                             Instant deadline) override {
    if (database_ == nullptr) co_return Error{Fault::unavailable, "no database: there is no knowledge"};
    const auto home = co_await asio::this_coro::executor;
    const auto errand = std::make_shared<Errand>(home);
    // The statement goes on to its own deadline when nobody waits for it any more.
    auto work = run(*database_, pool_, room_, errand, organization, question);
    asio::co_spawn(home, std::move(work), [errand](std::exception_ptr failed) {
      if (failed) errand->found = Error{Fault::unavailable, "the search was broken off"};
      errand->bell.cancel();
    });
    const auto answered = co_await within(clock_, deadline, wait(errand));
    if (!answered || !errand->found) co_return Error{Fault::timed_out, "knowledge was not searched in time"};
    if (!*errand->found) co_return errand->found->error();
    co_return ranked(*errand->index, question, (*errand->found)->words);
  }

  double threshold() const override { return KnowledgeIndex::threshold_of(room_->embedder() != nullptr); }

 private:
  static Task<void> run(Database& database, BlockingPool& pool, std::shared_ptr<Room> room,
                        std::shared_ptr<Errand> errand, OrganizationKey organization, std::string question) {
    const auto work = [&](DatabaseSession& session) {
      return look(session, *room, pool, room, organization, question, errand->index);
    };
    auto found = co_await database.transact(organization, work);
    errand->found = std::move(found);
  }

  static Task<void> wait(std::shared_ptr<Errand> errand) {
    boost::system::error_code woken;
    if (!errand->found) co_await errand->bell.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    // Rung: the answer is there. Else the deadline cancelled the wait.
    if (!errand->found) throw boost::system::system_error(asio::error::operation_aborted);
  }

  std::vector<FoundPiece> ranked(const KnowledgeIndex& index, const std::string& question,
                                 const WordSearch& words) const {
    const auto embedder = index.by_meaning() ? room_->embedder() : nullptr;
    std::vector<FoundPiece> pieces;
    for (auto& piece : index.rank(question, words, embedder.get())) {
      const auto& row = index.rows()[piece.row];
      // One threshold for askers, whichever way it was compared.
      const auto score = piece.score * threshold() / index.threshold();
      pieces.push_back({row.id, row.title, row.source, row.text, std::move(piece.answer), std::min(score, 1.0)});
    }
    return pieces;
  }

  Database* database_;
  BlockingPool& pool_;
  Clock& clock_;
  std::shared_ptr<Room> room_;
};

}  // namespace

std::unique_ptr<KnowledgeSearch> create_knowledge_search(KnowledgeSearchParts parts) {
  return std::make_unique<PostgresKnowledgeSearch>(parts);
}

}  // namespace parley
