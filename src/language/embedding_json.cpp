// SPDX-License-Identifier: Apache-2.0
#include "embedding_json.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "vector_text.hpp"

namespace parley {
namespace {

using Json = nlohmann::json;

Error wrong(const char* what) { return {Fault::unsupported, std::string("the server of embeddings ") + what}; }

std::optional<std::vector<float>> values_of(const Json& embedding) {
  if (embedding.is_string()) return vector_from_text(embedding.get_ref<const std::string&>());
  if (!embedding.is_array()) return std::nullopt;
  std::vector<float> values;
  values.reserve(embedding.size());
  for (const auto& value : embedding) {
    if (!value.is_number()) return std::nullopt;
    values.push_back(value.get<float>());
  }
  return values;
}

}  // namespace

std::string embedding_request_json(const std::string& model, std::span<const std::string> texts, std::size_t dimensions,
                                   bool name_dimensions) {
  Json body{{"model", model}, {"input", Json::array()}, {"encoding_format", "base64"}};
  for (const auto& text : texts) body["input"].push_back(text);
  if (name_dimensions) body["dimensions"] = dimensions;
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<EmbeddingReply> read_embeddings(const std::string& json, std::size_t count, std::size_t dimensions) {
  const auto body = Json::parse(json, nullptr, false);
  if (!body.is_object() || !body.contains("data") || !body["data"].is_array()) return wrong("sent no embeddings");
  const auto& found = body["data"];
  if (found.size() != count) return wrong("sent another count of embeddings than texts");
  EmbeddingReply reply;
  reply.vectors.resize(count);
  for (std::size_t at = 0; at < count; ++at) {
    const auto& one = found[at];
    if (!one.is_object() || !one.contains("embedding")) return wrong("sent an entry without an embedding");
    std::size_t index = at;  // some local servers leave it out
    if (one.contains("index")) {
      if (!one["index"].is_number_unsigned()) return wrong("sent an index that is none");
      index = one["index"].get<std::size_t>();
    }
    if (index >= count || !reply.vectors[index].empty()) return wrong("sent an index that is none");
    auto values = values_of(one["embedding"]);
    if (!values || values->size() != dimensions) return wrong("sent an embedding of another length");
    if (!to_unit(*values)) return wrong("sent an embedding without a direction");
    reply.vectors[index] = std::move(*values);
  }
  if (body.contains("usage") && body["usage"].is_object()) {
    for (const auto* name : {"prompt_tokens", "total_tokens"}) {
      const auto tokens = body["usage"].find(name);
      if (tokens != body["usage"].end() && tokens->is_number_unsigned()) reply.tokens = tokens->get<std::uint64_t>();
    }
  }
  return reply;
}

}  // namespace parley
