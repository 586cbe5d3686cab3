// SPDX-License-Identifier: Apache-2.0
#include "setting_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "setting_rows.hpp"

namespace parley {
namespace {

constexpr std::size_t kLongestText = 4096;

bool printable(std::string_view text) {
  return text.size() <= kLongestText &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// Host names and numeric addresses: what can stand in a bind or a Contact. IPv6 is written without brackets.
bool host_like(std::string_view text) {
  return text.size() <= 253 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '.' || c == '-' || c == ':';
         });
}

bool read_ports(PortRange& ports, std::string_view given) {
  const auto dash = given.find('-');
  if (dash == std::string_view::npos) return false;
  const auto first = whole_number(given.substr(0, dash));
  const auto last = whole_number(given.substr(dash + 1));
  if (!first || !last || *first < 1024 || *last > 65535 || *first >= *last) return false;
  ports = PortRange{static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)};
  return true;
}

SettingRow rtp_ports() {
  SettingRow row;
  row.key = "rtp.ports";
  row.about = "UDP ports for audio, one even port a call; keep them below the ephemeral range";
  row.expected = "FIRST-LAST with 1024 <= FIRST < LAST <= 65535, as in 10000-10999";
  row.number = true;
  row.read = [](Settings& settings, const std::string& given) { return read_ports(settings.rtp.ports, given); };
  row.write = [](const Settings& settings) {
    return std::to_string(settings.rtp.ports.first) + "-" + std::to_string(settings.rtp.ports.last);
  };
  return row;
}

template <class Place>
SettingRow api_key(std::string key, std::string about, Place place) {
  const auto right = [](std::string_view given) {
    const bool characters =
        std::all_of(given.begin(), given.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    return given.empty() || (characters && given.size() >= 16 && given.size() <= 256);
  };
  auto row = text(std::move(key), std::move(about), "16 to 256 visible ASCII characters, or empty", right, place);
  row.secret = true;
  return row;
}

bool token_like(std::string_view given) {
  return given.size() <= 256 &&
         std::all_of(given.begin(), given.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

template <class Place>
SettingRow secret_text(std::string key, std::string about, std::string expected, bool (*right)(std::string_view),
                       Place place) {
  auto row = text(std::move(key), std::move(about), std::move(expected), right, place);
  row.secret = true;
  return row;
}

// Whether the server behind an address can be reached, and whether it is one at all, is told when it is asked.
template <class Place>
SettingRow store_url(std::string key, std::string about, std::string expected, Place place) {
  const auto right = [](std::string_view given) {
    return printable(given) && (given.empty() || given.find(':') != std::string_view::npos);
  };
  auto row = text(std::move(key), std::move(about), std::move(expected), right, place);
  row.secret = true;
  return row;
}

// Without query and fragment, since paths are put behind it.
bool base_url_like(std::string_view given) {
  const auto host = given.starts_with("http://")    ? given.substr(7)
                    : given.starts_with("https://") ? given.substr(8)
                                                    : "";
  return !host.empty() && host.front() != '/' && host.front() != ':' && printable(given) &&
         given.find_first_of(" ?#\"<>") == std::string_view::npos;
}
bool webhook_like(std::string_view given) {
  if (given.empty()) return true;
  const auto base = given.substr(0, given.find('?'));
  return base_url_like(base) && printable(given) && given.find_first_of(" #\"<>") == std::string_view::npos;
}
bool account_like(std::string_view given) {
  return given.size() <= 64 && std::all_of(given.begin(), given.end(), [](unsigned char c) { return std::isalnum(c); });
}

bool path_like(std::string_view given) { return !given.empty() && printable(given); }
bool host_given(std::string_view given) { return !given.empty() && host_like(given); }
bool recogniser_like(std::string_view given) { return given == "pocketsphinx" || given == "scripted"; }
bool meaning_like(std::string_view given) { return given == "answer" || given == "shadow" || given == "off"; }
bool provider_like(std::string_view given) { return given == "builtin" || given == "openai" || given == "onnx"; }
bool log_level_like(std::string_view given) {
  return given == "debug" || given == "info" || given == "warning" || given == "error";
}

std::vector<SettingRow> make_table() {
  const std::string path = "a path";
  const std::string host = "a numeric address or host name";
  return {
      text(
          "state_dir", "keys, recordings and what else the server keeps", path, path_like,
          [](auto& s) -> auto& { return s.state_dir; }),
      text(
          "models_dir", "model files that scripts/setup fetches and makes", path, path_like,
          [](auto& s) -> auto& { return s.models_dir; }),
      text(
          "organizations_dir", "one YAML file an organization", path, path_like,
          [](auto& s) -> auto& { return s.organizations_dir; }),
      text(
          "public_url", "as carriers reach this server; signatures and stream addresses are made of it",
          "http:// or https:// with host, and port and path where needed", base_url_like,
          [](auto& s) -> auto& { return s.public_url; }),
      store_url(
          "migration_database_url", "Postgres as the owner of the schema, for parley migrate alone",
          "postgresql://OWNER[:PASSWORD]@HOST[:PORT]/NAME, or empty",
          [](auto& s) -> auto& { return s.migration_database_url.value; }),
      text(
          "sip.bind", "address for SIP and RTP", host, host_given, [](auto& s) -> auto& { return s.sip.bind; }),
      text(
          "sip.advertise", "address in SDP and Contact behind NAT or a bridge; empty: the bound one",
          host + ", or empty", host_like, [](auto& s) -> auto& { return s.sip.advertise; }),
      number(
          "sip.port", "UDP and TCP; 0: any free one", 0, 65535, [](auto& s) -> auto& { return s.sip.port; }),
      rtp_ports(),
      text(
          "http.bind", "address of the API, the console and WebSockets", host, host_given,
          [](auto& s) -> auto& { return s.http.bind; }),
      number(
          "http.port", "0: any free one", 0, 65535, [](auto& s) -> auto& { return s.http.port; }),
      number(
          "calls.limit", "calls at a time; beyond it 503 with Retry-After", 1, 100000,
          [](auto& s) -> auto& { return s.calls.limit; }),
      number(
          "calls.loops", "event loops; 0: one a core, at most four", 0, 64,
          [](auto& s) -> auto& { return s.calls.loops; }),
      flag(
          "calls.real_time", "SCHED_FIFO for the loops where permitted",
          [](auto& s) -> auto& { return s.calls.real_time; }),
      number(
          "calls.no_media_at_first_ms", "a call that never sent audio ends after this", 1000, 600000,
          [](auto& s) -> auto& { return s.calls.no_media_at_first; }),
      number(
          "calls.no_media_later_ms", "a call whose audio stopped ends after this", 1000, 600000,
          [](auto& s) -> auto& { return s.calls.no_media_later; }),
      number(
          "calls.kept_records", "finished calls that are kept in memory", 1, 1000000,
          [](auto& s) -> auto& { return s.calls.kept_records; }),
      number(
          "turns.silence_when_complete_ms", "end of turn after a finished sentence", 50, 5000,
          [](auto& s) -> auto& { return s.turns.silence_when_complete; }),
      number(
          "turns.silence_when_unsure_ms", "end of turn otherwise", 50, 5000,
          [](auto& s) -> auto& { return s.turns.silence_when_unsure; }),
      number(
          "turns.silence_when_open_ms", "end of turn after \"and\", \"um\" or inside digits", 50, 10000,
          [](auto& s) -> auto& { return s.turns.silence_when_open; }),
      number(
          "turns.barge_in_after_ms", "voiced for so long is no click", 20, 2000,
          [](auto& s) -> auto& { return s.turns.barge_in_after; }),
      number(
          "turns.resume_after_ms", "quiet behind a cough or an \"uh-huh\" until the agent goes on", 100, 3000,
          [](auto& s) -> auto& { return s.turns.resume_after; }),
      flag(
          "turns.voice_network", "a neural network tells voices from noise; false: loudness alone",
          [](auto& s) -> auto& { return s.turns.voice_network; }),
      text(
          "speech.recogniser", "what hears callers; scripted hears the organization's examples in turn, for load tests",
          "pocketsphinx or scripted", recogniser_like, [](auto& s) -> auto& { return s.speech.recogniser; }),
      text(
          "speech.script", "what the scripted recogniser hears, one utterance a line, in turn over all calls",
          "a file, or empty", printable, [](auto& s) -> auto& { return s.speech.script; }),
      number(
          "speech.threads", "threads for recogniser and voice; 0: one a core", 0, 256,
          [](auto& s) -> auto& { return s.speech.threads; }),
      number(
          "speech.voice_cache_mb", "synthesized audio kept in memory, MiB", 0, 65536,
          [](auto& s) -> auto& { return s.speech.voice_cache_mb; }),
      flag(
          "speech.suppress_noise", "steady noise is taken out of callers' sound before it is understood",
          [](auto& s) -> auto& { return s.speech.suppress_noise; }),
      flag(
          "speech.normalise_level", "callers are brought to one loudness before they are understood",
          [](auto& s) -> auto& { return s.speech.normalise_level; }),
      number(
          "router.utterances_per_caller",
          "a minute from one number to one organization, before the caller is asked to wait; 0: no limit", 0, 1000000,
          [](auto& s) -> auto& { return s.router.utterances_per_caller; }),
      number(
          "router.utterances_per_organization",
          "a minute of all callers of one organization, before they are asked to wait; 0: no limit", 0, 1000000,
          [](auto& s) -> auto& { return s.router.utterances_per_organization; }),
      flag(
          "router.enabled", "false: no utterance of any organization is routed, every question goes on to layer 2",
          [](auto& s) -> auto& { return s.router.enabled; }),
      text(
          "router.meaning",
          "questions in other words: answered where it is known how often that is right; shadow only notes what would "
          "have been answered",
          "answer, shadow or off", meaning_like, [](auto& s) -> auto& { return s.router.meaning; }),
      store_url(
          "database.url", "Postgres as the role that serves, which owns nothing; empty: records stay in memory",
          "postgresql://ROLE[:PASSWORD]@HOST[:PORT]/NAME, or empty",
          [](auto& s) -> auto& { return s.database.url.value; }),
      number(
          "database.connections", "connections to Postgres, each with a thread", 1, 64,
          [](auto& s) -> auto& { return s.database.connections; }),
      number(
          "database.deadline_ms", "a statement that takes longer has failed", 50, 60000,
          [](auto& s) -> auto& { return s.database.deadline; }),
      store_url(
          "redis.url", "Redis that instances share; empty: this instance knows of no other",
          "redis://[:PASSWORD@]HOST[:PORT][/DATABASE] or unix:///PATH, or empty",
          [](auto& s) -> auto& { return s.redis.url.value; }),
      number(
          "cache.entries", "answers, vectors and sounds kept in memory; 0: none", 0, 10000000,
          [](auto& s) -> auto& { return s.cache.entries; }),
      number(
          "cache.megabytes", "the same, MiB", 0, 65536, [](auto& s) -> auto& { return s.cache.megabytes; }),
      number(
          "cache.ttl_s", "how long they are kept in memory", 1, 86400, [](auto& s) -> auto& { return s.cache.ttl; }),
      number(
          "cache.reply_shared_ttl_s", "replies in Redis for all instances; 0: not kept there", 0, 604800,
          [](auto& s) -> auto& { return s.cache.reply_shared_ttl; }),
      number(
          "cache.embedding_shared_ttl_s", "vectors of sentences in Redis for all instances; 0: not kept there", 0,
          604800, [](auto& s) -> auto& { return s.cache.embedding_shared_ttl; }),
      number(
          "cache.tool_result_shared_ttl_s", "results of tools in Redis for all instances; 0: not kept there", 0, 604800,
          [](auto& s) -> auto& { return s.cache.tool_result_shared_ttl; }),
      number(
          "cache.audio_shared_ttl_s", "synthesized sound in Redis for all instances; 0: not kept there", 0, 604800,
          [](auto& s) -> auto& { return s.cache.audio_shared_ttl; }),
      number(
          "cache.prewarm_every_min",
          "frequent questions and known callers are made ready so often; 0: at start and on request", 0, 10080,
          [](auto& s) -> auto& { return s.cache.prewarm_every; }),
      number(
          "spool.limit_mb", "records on disk that wait for Postgres, MiB; beyond it new ones stay in memory", 1,
          1000000, [](auto& s) -> auto& { return s.spool.limit_mb; }),
      flag(
          "recording.enabled", "stereo WAV of every call under state_dir/recordings",
          [](auto& s) -> auto& { return s.recording.enabled; }),
      api_key(
          "api.demo_key", "API key of the demo organization; empty: made once, kept in state_dir/demo.key",
          [](auto& s) -> auto& { return s.api.demo_key.value; }),
      api_key(
          "api.installation_key",
          "API key that opens every organization and the node; empty: made once, kept in state_dir/installation.key",
          [](auto& s) -> auto& { return s.api.installation_key.value; }),
      secret_text(
          "twilio.auth_token",
          "checks X-Twilio-Signature and opens the REST interface; empty: calls are taken unsigned",
          "visible ASCII characters, or empty", token_like, [](auto& s) -> auto& { return s.twilio.auth_token.value; }),
      text(
          "twilio.account_sid", "account of the REST interface, which transfers and ends calls",
          "letters and digits, or empty", account_like, [](auto& s) -> auto& { return s.twilio.account_sid; }),
      text(
          "twilio.api_url", "the REST interface, or an emulator of it", "http:// or https:// with host", base_url_like,
          [](auto& s) -> auto& { return s.twilio.api_url; }),
      text(
          "language.url", "a language model behind the OpenAI interface, up to the version; empty: none",
          "http:// or https:// with host, as in https://api.openai.com/v1, or empty",
          [](std::string_view given) { return given.empty() || base_url_like(given); },
          [](auto& s) -> auto& { return s.language.url; }),
      text(
          "language.model", "as its server names it", "text without control characters", printable,
          [](auto& s) -> auto& { return s.language.model; }),
      secret_text(
          "language.api_key", "sent as Authorization: Bearer; empty: none is sent",
          "visible ASCII characters, or empty", token_like, [](auto& s) -> auto& { return s.language.api_key.value; }),
      number(
          "language.deadline_ms", "an answer of the model that takes longer has failed", 100, 60000,
          [](auto& s) -> auto& { return s.language.deadline; }),
      dollars(
          "language.usd_per_1k_prompt", "price of a thousand tokens that are asked",
          [](auto& s) -> auto& { return s.language.usd_per_1k_prompt; }),
      dollars(
          "language.usd_per_1k_completion", "price of a thousand tokens of answers",
          [](auto& s) -> auto& { return s.language.usd_per_1k_completion; }),
      text(
          "embedding.provider",
          "vectors of questions: built in, from a server behind the OpenAI interface, or from a network of one's own",
          "builtin, openai or onnx", provider_like, [](auto& s) -> auto& { return s.embedding.provider; }),
      number(
          "embedding.deadline_ms", "a live question does not wait longer for its vector; then layer 2 is asked", 10,
          2000, [](auto& s) -> auto& { return s.embedding.deadline; }),
      text(
          "embedding.url", "of openai: the server, up to the version",
          "http:// or https:// with host, as in https://api.openai.com/v1", base_url_like,
          [](auto& s) -> auto& { return s.embedding.url; }),
      text(
          "embedding.model", "of openai: as its server names it", "text without control characters", path_like,
          [](auto& s) -> auto& { return s.embedding.model; }),
      secret_text(
          "embedding.api_key", "of openai: sent as Authorization: Bearer; empty: none is sent",
          "visible ASCII characters, or empty", token_like, [](auto& s) -> auto& { return s.embedding.api_key.value; }),
      number(
          "embedding.dimensions", "of openai: numbers in a vector of the model", 8, 8192,
          [](auto& s) -> auto& { return s.embedding.dimensions; }),
      dollars(
          "embedding.usd_per_1k", "of openai: price of a thousand tokens; a budget is alerts.embedding_budget_cents",
          [](auto& s) -> auto& { return s.embedding.usd_per_1k; }),
      text(
          "embedding.onnx_model", "of onnx: file of a sentence encoder of the BERT family", "a file, or empty",
          printable, [](auto& s) -> auto& { return s.embedding.onnx_model; }),
      text(
          "embedding.onnx_vocabulary", "of onnx: its vocab.txt, one piece a line", "a file, or empty", printable,
          [](auto& s) -> auto& { return s.embedding.onnx_vocabulary; }),
      text(
          "embedding.onnx_runtime", "of onnx: the library of ONNX Runtime, a path or a name that the loader finds",
          "a file", path_like, [](auto& s) -> auto& { return s.embedding.onnx_runtime; }),
      flag(
          "embedding.onnx_lower_case", "of onnx: the vocabulary is of an uncased model",
          [](auto& s) -> auto& { return s.embedding.onnx_lower_case; }),
      secret_text(
          "alerts.webhook", "is told of alerts by Standard Webhooks; empty: nobody is",
          "http:// or https:// with host, or empty", webhook_like,
          [](auto& s) -> auto& { return s.alerts.webhook.value; }),
      secret_text(
          "alerts.webhook_secret", "signs what is sent there; whsec_ and base64, or any text; needed with a webhook",
          "visible ASCII characters, or empty", token_like,
          [](auto& s) -> auto& { return s.alerts.webhook_secret.value; }),
      flag(
          "alerts.webhook_private", "the webhook may be in a private network",
          [](auto& s) -> auto& { return s.alerts.webhook_private; }),
      number(
          "alerts.embedding_budget_cents",
          "US cents that embeddings may cost an organization a day before an alert; 0: any", 0, 100000000,
          [](auto& s) -> auto& { return s.alerts.embedding_budget_cents; }),
      text(
          "log.level", "what is written to standard error", "debug, info, warning or error", log_level_like,
          [](auto& s) -> auto& { return s.log.level; }),
  };
}

}  // namespace

std::string SettingRow::variable() const {
  std::string name = "PARLEY_";
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

const std::vector<SettingRow>& setting_table() {
  static const std::vector<SettingRow> kTable = make_table();
  return kTable;
}

}  // namespace parley
