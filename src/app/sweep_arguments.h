#pragma once

#include <string>

#include "figure/plates/curves.h"
#include "measure/sweep.h"

namespace app {

/// Puts "shift-x=FIRST:LAST:STEP" and "as-given,avg" into a request. Throws UsageError.
void read_sweep(const std::string& transform, const std::string& kinds, measure::SweepRequest& request);
/// "cosine", "differ" or "equal_share"; anything else is the relative difference.
figure::CurveMeasure read_curve_measure(const std::string& name);

}  // namespace app
