#pragma once

#include <string>

#include "app/source.h"
#include "figure/plates/curves.h"
#include "measure/sweep.h"

namespace app {

/// Puts "shift-x=FIRST:LAST:STEP" and "as-given,avg" into a request. Throws UsageError.
void read_sweep(const std::string& transform, const std::string& kinds, measure::SweepRequest& request);
/// Notes which layers of a stack stay as they are, though a kind was to replace them.
void note_what_stays(Source& source, const pool::Stack& stack,
                     const std::vector<document::Replacement>& kinds);
/// "cosine", "differ" or "equal_share"; anything else is the relative difference.
figure::CurveMeasure read_curve_measure(const std::string& name);

}  // namespace app
