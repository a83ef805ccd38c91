#include "figure/shares.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "figure/number.h"

namespace figure {

std::optional<MetShares> met_shares(const pool::Evaluation& evaluation, std::size_t layer,
                                    const pool::Cell& below, int digits,
                                    const std::function<bool(const pool::Link&)>& arrived) {
    std::vector<float> shares;
    for (const pool::Link& link : pool::links_out_of(evaluation, layer, below))
        if (link.gradient != 0 && arrived(link)) shares.push_back(link.gradient);
    if (shares.size() < 2) return std::nullopt;
    MetShares met;
    for (const float share : shares) {
        const bool first = met.terms.empty();
        const bool minus = share < 0 && !first;
        met.terms += (first ? "" : minus ? " − " : " + ") + number(minus ? -share : share, digits);
        met.total += share;
    }
    const bool equal = std::ranges::all_of(shares, [&](float share) { return share == shares.front(); });
    if (equal && shares.size() > 2)
        met.terms = std::to_string(shares.size()) + " × " + number(shares.front(), digits);
    return met;
}

std::function<bool(const pool::Link&)> windows_until(const pool::Evaluation& evaluation, std::size_t layer,
                                                     const pool::Cell& output, std::int64_t last) {
    const std::int64_t columns = evaluation.map(layer + 1).shape().w;
    return [c = output.c, columns, last](const pool::Link& link) {
        return link.above.c == c && link.above.y * columns + link.above.x <= last;
    };
}

}  // namespace figure
