// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guarded_route.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/time.hpp"
#include "parley/language/language_model.hpp"

namespace parley {

// Looked up once; every update is an atomic add.
class AnswerMeters {
 public:
  explicit AnswerMeters(Meters& meters);

  void routed(RouteFault fault);
  void no_vector() { missing_vectors_.add(); }
  void remembered() { remembered_.add(); }
  void asked(const ModelAnswer& answer, Duration took);
  void failed() { failures_.add(); }

 private:
  Counter& routed_;
  Counter& failed_routes_;
  Counter& late_routes_;
  Counter& missing_vectors_;
  Counter& remembered_;
  Counter& from_knowledge_;
  Counter& from_model_;
  Counter& from_nobody_;
  Counter& failures_;
  Histogram& seconds_;
};

}  // namespace parley
