// SPDX-License-Identifier: Apache-2.0
#include "sphinx_log.hpp"

#include <sphinxbase/err.h>

namespace parley {

void quiet_sphinx() { err_set_logfp(nullptr); }

}  // namespace parley
