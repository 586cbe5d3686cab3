// SPDX-License-Identifier: Apache-2.0
// The meters of the process and their text for Prometheus, in the classic format or as OpenMetrics 1.0.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "parley/core/meters.hpp"

namespace parley {

enum class MetricsFormat { prometheus_text, openmetrics };
// By the Accept header of the scrape; OpenMetrics only when it is asked for at least as much as plain text.
MetricsFormat choose_metrics_format(std::string_view accept);
std::string_view content_type(MetricsFormat format);

struct Build {
  std::string version;
  std::string commit;
};

// Thread-safe. Asking for one name with another type or other buckets is a mistake of ours (PARLEY_INVARIANT).
class MeterRegistry : public Meters {
 public:
  virtual std::string expose(MetricsFormat format) const = 0;
};

// Adds parley_build_info and the process_* family, read from /proc at each scrape.
std::unique_ptr<MeterRegistry> create_meters(const Build& build);

}  // namespace parley
