// SPDX-License-Identifier: Apache-2.0
#include "docs_page.hpp"

#include <map>
#include <vector>

#include "json_body.hpp"
#include "schemas.hpp"

namespace parley {
namespace {

constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string code(std::string_view text) { return "<code>" + escape_html(text) + "</code>"; }

// `quoted` parts of descriptions are code.
std::string prose(std::string_view text) {
  std::string html;
  bool quoted = false;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find('`', start), text.size());
    const auto part = text.substr(start, end - start);
    html += quoted ? code(part) : escape_html(part);
    quoted = !quoted;
    start = end + 1;
  }
  return html;
}

std::string text_of(const Json& json, const char* key) { return json.value(key, std::string()); }

std::string schema_link(const Json& schema) {
  const auto reference = text_of(schema, "$ref");
  if (reference.empty()) return code(schema.dump());
  const auto name = reference.substr(reference.rfind('/') + 1);
  return "<a href=\"#" + name + "\">" + escape_html(name) + "</a>";
}

std::string content_of(const Json& holder) {
  std::string html;
  const auto all = holder.value("content", Json::object());
  for (const auto& [media, content] : all.items()) {
    html += " " + code(media);
    if (content.contains("schema")) html += " " + schema_link(content["schema"]);
  }
  return html;
}

void add_operation(std::string& html, const std::string& verb, const std::string& path, const Json& operation) {
  std::string method = verb;
  for (auto& c : method) c = static_cast<char>(c - 'a' + 'A');
  html += "<article id=\"" + text_of(operation, "operationId") + "\"><h3><span>" + method + "</span> " +
          escape_html(path) + "</h3><p>" + prose(text_of(operation, "summary")) + ".";
  if (operation.contains("description")) html += " " + prose(text_of(operation, "description"));
  html += "</p>";
  const auto& security = operation["security"];
  if (!security.empty()) {
    const auto& scopes = security[0]["key"];
    html += "<p>Key" + (scopes.empty() ? std::string(" of any scope") : " with " + code(scopes[0].get<std::string>())) +
            ".</p>";
  }
  html += "<table>";
  for (const auto& one : operation.value("parameters", Json::array())) {
    html += "<tr><td>" + escape_html(text_of(one, "in")) + "</td><td>" + code(text_of(one, "name")) +
            (one.value("required", false) ? " *" : "") + "</td><td>" + prose(text_of(one, "description")) +
            "</td></tr>";
  }
  if (operation.contains("requestBody")) {
    html += "<tr><td>body</td><td>" + content_of(operation["requestBody"]) + "</td><td></td></tr>";
  }
  for (const auto& [status, response] : operation["responses"].items()) {
    html += "<tr><td>" + status + "</td><td>" + content_of(response) + "</td><td>" +
            prose(text_of(response, "description")) + "</td></tr>";
  }
  html += "</table></article>";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '&') {
      html += "&amp;";
    } else if (c == '<') {
      html += "&lt;";
    } else if (c == '>') {
      html += "&gt;";
    } else if (c == '"') {
      html += "&quot;";
    } else {
      html += c;
    }
  }
  return html;
}

std::string docs_html(const std::string& text) {
  const auto document = Json::parse(text);
  std::vector<std::string> order;
  std::map<std::string, std::string> groups;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [verb, operation] : operations.items()) {
      const auto tag = operation["tags"][0].get<std::string>();
      if (!groups.contains(tag)) order.push_back(tag);
      add_operation(groups[tag], verb, path, operation);
    }
  }
  std::string html =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Parley: API</title><link rel=\"stylesheet\" href=\"/docs/style.css\">"
      "</head><body><h1>Parley " +
      escape_html(text_of(document["info"], "version")) + "</h1><p>" + prose(text_of(document["info"], "description")) +
      " <a href=\"/openapi.json\">openapi.json</a></p><nav>";
  for (const auto& tag : order) html += "<a href=\"#tag-" + tag + "\">" + tag + "</a> ";
  html += "<a href=\"#schemas\">schemas</a></nav>";
  for (const auto& tag : order)
    html += "<section id=\"tag-" + tag + "\"><h2>" + tag + "</h2>" + groups[tag] + "</section>";
  html += "<section id=\"schemas\"><h2>schemas</h2>";
  for (const auto& [name, schema] : document["components"]["schemas"].items()) {
    html +=
        "<article id=\"" + name + "\"><h3>" + name + "</h3><pre>" + escape_html(schema.dump(2)) + "</pre></article>";
  }
  return html + "</section></body></html>\n";
}

HttpResponse docs_page(const std::string& document) {
  HttpResponse response(200, "text/html; charset=utf-8", docs_html(document));
  response.headers.add("Content-Security-Policy", kPolicy);
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

HttpResponse docs_stylesheet() {
  HttpResponse response(200, "text/css; charset=utf-8", std::string(docs_css()));
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

}  // namespace parley
