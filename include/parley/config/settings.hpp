// SPDX-License-Identifier: Apache-2.0
// Every setting with its default. The structs are the documentation; `parley config print` renders them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace parley {

// A value that is never printed, logged or served.
struct Secret {
  std::string value;

  friend bool operator==(const Secret&, const Secret&) = default;
};

struct PortRange {
  std::uint16_t first = 10000;
  std::uint16_t last = 10999;

  friend bool operator==(const PortRange&, const PortRange&) = default;
};

struct Settings {
  struct Sip {
    std::string bind = "127.0.0.1";
    std::string advertise;  // empty: the bound address
    std::uint16_t port = 5060;
    friend bool operator==(const Sip&, const Sip&) = default;
  };
  struct Rtp {
    PortRange ports;
    friend bool operator==(const Rtp&, const Rtp&) = default;
  };
  struct Http {
    std::string bind = "127.0.0.1";
    std::uint16_t port = 8080;
    friend bool operator==(const Http&, const Http&) = default;
  };
  struct Calls {
    std::uint32_t limit = 200;  // beyond it: 503 with Retry-After
    std::uint32_t loops = 0;    // event loops; 0: one a core, at most four
    bool real_time = true;      // SCHED_FIFO for the loops where permitted
    std::chrono::milliseconds no_media_at_first{30000};
    std::chrono::milliseconds no_media_later{15000};
    std::uint32_t kept_records = 10000;
    friend bool operator==(const Calls&, const Calls&) = default;
  };
  struct Turns {
    std::chrono::milliseconds silence_when_complete{240};
    std::chrono::milliseconds silence_when_unsure{600};
    std::chrono::milliseconds silence_when_open{1100};  // after "and", "um", inside digits
    std::chrono::milliseconds barge_in_after{160};      // voiced for so long while the agent speaks
    std::chrono::milliseconds resume_after{300};        // of quiet behind a cough or an "uh-huh"
    bool voice_network = true;                          // false: energy alone tells a voice
    friend bool operator==(const Turns&, const Turns&) = default;
  };
  struct Speech {
    std::string recogniser = "pocketsphinx";  // or "scripted", for load tests
    std::string script;                       // file, one utterance a line, for "scripted"; empty: examples
    std::uint32_t threads = 0;                // 0: one a core
    std::uint32_t voice_cache_mb = 64;
    bool suppress_noise = false;   // of callers, before they are understood
    bool normalise_level = false;  // of callers: one loudness for the recogniser
    friend bool operator==(const Speech&, const Speech&) = default;
  };
  // A minute, in the long run and at once after a pause; 0: no limit.
  struct Router {
    std::uint32_t utterances_per_caller = 3000;
    std::uint32_t utterances_per_organization = 12000;
    bool enabled = true;
    std::string meaning = "answer";  // "shadow", "off"
    friend bool operator==(const Router&, const Router&) = default;
  };
  struct Database {
    Secret url;  // empty: none
    std::uint32_t connections = 4;
    std::chrono::milliseconds deadline{2000};
    friend bool operator==(const Database&, const Database&) = default;
  };
  struct Cache {
    std::uint32_t entries = 20000;  // in the process
    std::uint32_t megabytes = 64;
    std::chrono::seconds ttl{300};
    std::chrono::seconds reply_shared_ttl{3600};  // in Redis; 0: not there
    std::chrono::seconds embedding_shared_ttl{3600};
    std::chrono::seconds tool_result_shared_ttl{3600};
    std::chrono::seconds audio_shared_ttl{3600};
    std::chrono::minutes prewarm_every{0};  // 0: at start and on request
    friend bool operator==(const Cache&, const Cache&) = default;
  };
  struct Redis {
    Secret url;  // empty: none
    friend bool operator==(const Redis&, const Redis&) = default;
  };
  struct Spool {
    std::uint32_t limit_mb = 256;
    friend bool operator==(const Spool&, const Spool&) = default;
  };
  struct Recording {
    bool enabled = true;
    friend bool operator==(const Recording&, const Recording&) = default;
  };
  struct Api {
    Secret demo_key;          // empty: made at first start and kept in state_dir/demo.key
    Secret installation_key;  // the same in state_dir/installation.key
    friend bool operator==(const Api&, const Api&) = default;
  };
  struct Twilio {
    Secret auth_token;        // empty: webhooks and streams are taken from anybody
    std::string account_sid;  // for the REST interface
    std::string api_url = "https://api.twilio.com";
    friend bool operator==(const Twilio&, const Twilio&) = default;
  };
  // Alerts are rows in the database; these say who is told besides.
  struct Alerts {
    Secret webhook;                            // address; may hold a token; empty: nobody is told
    Secret webhook_secret;                     // "whsec_" and base64, or any text: the key of the signature
    bool webhook_private = false;              // addresses of private networks are allowed
    std::uint32_t embedding_budget_cents = 0;  // a day and organization; 0: no budget
    friend bool operator==(const Alerts&, const Alerts&) = default;
  };
  // A language model behind the OpenAI interface, for what the router and the knowledge do not answer.
  struct Language {
    std::string url;  // up to the version; empty: none
    std::string model;
    Secret api_key;
    std::chrono::milliseconds deadline{4000};
    double usd_per_1k_prompt = 0;  // tokens
    double usd_per_1k_completion = 0;
    friend bool operator==(const Language&, const Language&) = default;
  };
  // Who makes the vectors that questions in other words are compared by.
  struct Embedding {
    std::string provider = "builtin";         // "openai", "onnx"
    std::chrono::milliseconds deadline{100};  // of a live question; of the built-in one none, it takes a millisecond
    std::string url = "https://api.openai.com/v1";
    std::string model = "text-embedding-3-small";
    Secret api_key;
    std::uint32_t dimensions = 1536;
    double usd_per_1k = 0.00002;  // tokens
    std::string onnx_model;       // files
    std::string onnx_vocabulary;
    std::string onnx_runtime = "libonnxruntime.so";  // a path, or a name that the loader searches
    bool onnx_lower_case = true;
    friend bool operator==(const Embedding&, const Embedding&) = default;
  };
  struct Logging {
    std::string level = "info";  // debug, info, warning, error
    friend bool operator==(const Logging&, const Logging&) = default;
  };

  std::string state_dir = ".parley";
  std::string models_dir = ".parley/models";
  std::string organizations_dir = "config/organizations";
  std::string public_url = "http://127.0.0.1:8080";  // as carriers and browsers reach us
  Sip sip;
  Rtp rtp;
  Http http;
  Calls calls;
  Turns turns;
  Speech speech;
  Router router;
  Database database;
  Secret migration_database_url;  // of the schema's owner; only parley migrate reads it
  Redis redis;
  Cache cache;
  Spool spool;
  Recording recording;
  Api api;
  Twilio twilio;
  Language language;
  Embedding embedding;
  Alerts alerts;
  Logging log;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace parley
