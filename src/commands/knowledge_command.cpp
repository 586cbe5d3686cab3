// SPDX-License-Identifier: Apache-2.0
// parley knowledge: what an organization has written down, into the database, out of it, and what is there.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "command_line.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/config/load_settings.hpp"
#include "parley/store/knowledge_store.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kDeadline{60};
constexpr std::size_t kPage = 500;
const ChangeNote kNote{"parley knowledge", ""};

struct Wish {
  std::string config;
  std::string organization;
  std::vector<std::string> files;
  std::string source;
  bool dry_run = false;
  bool json = false;
};

std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

int refuse(const std::vector<std::string>& faults, const Wish& wish, const Surroundings& surroundings) {
  if (wish.json) {
    surroundings.out << dump(Json{{"ok", false}, {"faults", faults}});
  } else {
    for (const auto& fault : faults) surroundings.err << fault << '\n';
  }
  return kFailed;
}

// Every piece of every file, or everything that is wrong with them.
struct Files {
  std::vector<KnowledgePiece> pieces;
  std::vector<std::string> faults;
};

Files read_files(const std::vector<std::string>& paths) {
  Files files;
  std::map<std::string, std::string> sources;
  for (const auto& path : paths) {
    const std::filesystem::path file(path);
    const auto source = file.filename().string();
    const auto ending = file.extension().string();
    const bool markdown = ending == ".md" || ending == ".markdown";
    if (!markdown && ending != ".csv") {
      files.faults.push_back(path + ": neither Markdown (.md) nor CSV (.csv)");
      continue;
    }
    if (const auto [there, fresh] = sources.emplace(source, path); !fresh) {
      files.faults.push_back(path + ": has the name of " + there->second + "; a source has one file");
      continue;
    }
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) {
      files.faults.push_back(path + ": cannot be read, or is empty");
      continue;
    }
    auto read = markdown ? parse_knowledge_markdown(text.str(), source) : parse_knowledge_csv(text.str(), source);
    for (const auto& fault : read.faults) files.faults.push_back(path + ": " + to_string(fault));
    for (auto& piece : read.pieces) files.pieces.push_back(std::move(piece));
  }
  return files;
}

// One task of the store, on a loop and a database of its own.
template <class Ask>
auto with_store(const std::string& url, Ask ask) {
  UnreadMeters meters;
  const auto clock = create_system_clock();
  EventLoop loop("knowledge", Scheduling::normal);
  const auto database = Database::create({url, 1, 8, kDeadline}, Log(), meters);
  const auto store = KnowledgeStore::create(*database, *clock);
  auto answer = asio::co_spawn(loop.executor(), ask(*store), asio::use_future).get();
  loop.stop();
  return answer;
}

int tell_change(const Result<KnowledgeChange>& change, const Wish& wish, const Surroundings& surroundings) {
  if (!change) return refuse({change.error().message}, wish, surroundings);
  if (wish.json) {
    surroundings.out << dump(Json{{"ok", true},
                                  {"dry_run", wish.dry_run},
                                  {"sources", change->sources},
                                  {"added", change->added},
                                  {"removed", change->removed}});
    return kDone;
  }
  surroundings.out << (wish.dry_run ? "would add " : "added ") << change->added << " and "
                   << (wish.dry_run ? "remove " : "removed ") << change->removed << " pieces of";
  for (const auto& source : change->sources) surroundings.out << ' ' << source;
  surroundings.out << '\n';
  return kDone;
}

Task<Result<std::vector<StoredPiece>>> all_pieces(KnowledgeStore& store, OrganizationKey key, std::string source) {
  std::vector<StoredPiece> pieces;
  std::string after;
  for (;;) {
    auto page = co_await store.list(key, source, kPage, after);
    if (!page) co_return page.error();
    for (auto& piece : page->pieces) pieces.push_back(std::move(piece));
    if (!page->next_cursor) co_return pieces;
    after = *page->next_cursor;
  }
}

int list(const std::string& url, const Wish& wish, const Surroundings& surroundings) {
  const auto pieces = with_store(
      url, [&](KnowledgeStore& store) { return all_pieces(store, OrganizationKey{wish.organization}, wish.source); });
  if (!pieces) return refuse({pieces.error().message}, wish, surroundings);
  if (wish.json) {
    Json answer{{"ok", true}, {"pieces", Json::array()}};
    for (const auto& one : *pieces)
      answer["pieces"].push_back(
          Json{{"id", one.id}, {"source", one.piece.source}, {"title", one.piece.title}, {"text", one.piece.text}});
    surroundings.out << dump(answer);
    return kDone;
  }
  for (const auto& one : *pieces)
    surroundings.out << one.piece.source << ": " << one.piece.title << "\n    " << one.piece.text << '\n';
  surroundings.out << pieces->size() << " pieces\n";
  return kDone;
}

}  // namespace

int knowledge(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("What an organization has written down: layer 2 answers from it.", "parley knowledge");
  Wish wish;
  line.require_subcommand(1);
  auto* importing = line.add_subcommand("import", "pieces of Markdown (by heading) and CSV (title,text[,source])");
  importing->add_option("files", wish.files, "a file's name is its source, whose pieces are replaced")->required();
  importing->add_flag("--dry-run", wish.dry_run, "checks and counts, changes nothing");
  auto* listing = line.add_subcommand("list", "every piece that is there");
  listing->add_option("--source", wish.source, "of this document alone");
  auto* removing = line.add_subcommand("remove", "all pieces of a document");
  removing->add_option("source", wish.source, "as `list` names it")->required();
  for (auto* command : {importing, listing, removing}) {
    command->add_option("--org", wish.organization, "key of the organization")->required();
    command->add_option("--config", wish.config, "settings file (YAML)")->envname("PARLEY_CONFIG");
    command->add_flag("--json", wish.json);
  }
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;
  Files files;
  if (importing->parsed()) files = read_files(wish.files);
  if (!files.faults.empty()) {
    if (!wish.json) surroundings.err << "nothing was written\n";
    return refuse(files.faults, wish, surroundings);
  }
  const auto loaded = load_settings(wish.config.empty() ? std::nullopt : std::optional<std::string>(wish.config),
                                    process_environment());
  std::vector<std::string> faults;
  for (const auto& fault : loaded.faults) faults.push_back(to_string(fault));
  if (!faults.empty()) return refuse(faults, wish, surroundings);
  const auto& url = loaded.settings.database.url.value;
  if (url.empty()) return refuse({"no database: set database.url or PARLEY_DATABASE_URL"}, wish, surroundings);
  if (const auto wrong = check_database_url(url)) return refuse({"database.url: " + *wrong}, wish, surroundings);
  if (listing->parsed()) return list(url, wish, surroundings);
  const OrganizationKey key{wish.organization};
  const auto change = with_store(url, [&](KnowledgeStore& store) {
    return importing->parsed() ? store.import(key, files.pieces, wish.dry_run, kNote)
                               : store.remove(key, wish.source, kNote);
  });
  return tell_change(change, wish, surroundings);
}

}  // namespace parley::commands
