#include "app/damage.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace app {

namespace {

constexpr int kTile = 32;               // pixels
constexpr std::size_t kMostParts = 10;  // each goes through all of the frame's triangles

std::uint64_t mixed(std::uint64_t digest, std::uint64_t value) {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
    return std::rotl((digest ^ value) * kOdd, 29);
}

std::uint64_t digest_of(const ImDrawVert& vertex) {
    static_assert(sizeof(ImDrawVert) == 20);
    std::array<std::uint64_t, 3> words{};
    std::memcpy(words.data(), &vertex, sizeof vertex);
    return mixed(mixed(words[0], words[1]), words[2]);
}

struct Bounds {
    float left = std::numeric_limits<float>::max();
    float top = std::numeric_limits<float>::max();
    float right = std::numeric_limits<float>::lowest();
    float bottom = std::numeric_limits<float>::lowest();

    void add(ImVec2 p) {
        left = std::min(left, p.x);
        top = std::min(top, p.y);
        right = std::max(right, p.x);
        bottom = std::max(bottom, p.y);
    }
    void clip(const ImVec4& by) {
        left = std::max(left, by.x);
        top = std::max(top, by.y);
        right = std::min(right, by.z);
        bottom = std::min(bottom, by.w);
    }
    bool empty() const { return !(left < right && top < bottom); }
};

/// Points to pixels.
struct Scale {
    ImVec2 origin;
    ImVec2 by;

    explicit Scale(const ImDrawData& data) : origin(data.DisplayPos), by(data.FramebufferScale) {}
    Bounds pixels(const Bounds& b) const {
        return {(b.left - origin.x) * by.x, (b.top - origin.y) * by.y, (b.right - origin.x) * by.x,
                (b.bottom - origin.y) * by.y};
    }
};

const ImDrawVert& corner(const ImDrawList& list, const ImDrawCmd& command, unsigned index) {
    return list.VtxBuffer[static_cast<int>(command.VtxOffset) +
                          static_cast<int>(list.IdxBuffer[static_cast<int>(command.IdxOffset + index)])];
}

Bounds bounds_of(const ImDrawList& list, const ImDrawCmd& command, unsigned first) {
    Bounds bounds;
    for (unsigned i = 0; i < 3; ++i) bounds.add(corner(list, command, first + i).pos);
    bounds.clip(command.ClipRect);
    return bounds;
}

Bounds bounds_of(const ImDrawCmd& command) {
    return {command.ClipRect.x, command.ClipRect.y, command.ClipRect.z, command.ClipRect.w};
}

/// The pixels of a clip rectangle, as Dear ImGui's OpenGL backend cuts its fractions off.
PixelRect scissors(const Bounds& pixels, float height) {
    const int left = static_cast<int>(pixels.left);
    const int below = static_cast<int>(height - pixels.bottom);
    const int bottom = static_cast<int>(height) - below;
    return {left, bottom - static_cast<int>(pixels.bottom - pixels.top),
            left + static_cast<int>(pixels.right - pixels.left), bottom};
}

/// A clip rectangle of which the backend makes just these pixels: a hundredth of one keeps it from rounding
/// below them.
ImVec4 clip_for(const PixelRect& pixels, const Scale& scale) {
    constexpr float kBit = 0.01F;
    const auto x = [&](int pixel, float more) {
        return (static_cast<float>(pixel) + more) / scale.by.x + scale.origin.x;
    };
    const auto y = [&](int pixel, float less) {
        return (static_cast<float>(pixel) - less) / scale.by.y + scale.origin.y;
    };
    return {x(pixels.left, kBit), y(pixels.top, 2 * kBit), x(pixels.right, 2 * kBit), y(pixels.bottom, kBit)};
}

PixelRect common_part(const PixelRect& a, const PixelRect& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
            std::min(a.bottom, b.bottom)};
}

/// With a pixel more on every side, as edges may be rounded either way.
bool touches(const Bounds& b, const PixelRect& r) {
    return b.right + 1 > static_cast<float>(r.left) && b.left - 1 < static_cast<float>(r.right) &&
           b.bottom + 1 > static_cast<float>(r.top) && b.top - 1 < static_cast<float>(r.bottom);
}

/// Which tiles a rectangle of pixels touches; one pixel is added, as edges may be rounded either way.
PixelRect tiles_of(const Bounds& b, int across, int down) {
    const auto tile = [](float pixel, int most) {
        return std::clamp(static_cast<int>(std::floor(pixel / kTile)), 0, most);
    };
    return {tile(b.left - 1, across), tile(b.top - 1, down), tile(b.right + 1, across - 1) + 1,
            tile(b.bottom + 1, down - 1) + 1};
}

std::int64_t area(const PixelRect& r) { return std::int64_t{r.right - r.left} * (r.bottom - r.top); }

PixelRect both(const PixelRect& a, const PixelRect& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

bool overlap(const PixelRect& a, const PixelRect& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/// Of very many, those that follow each other become one, so that join() takes no time.
void thin_out(std::vector<PixelRect>& parts) {
    constexpr std::size_t kMost = 48;
    const std::size_t each = (parts.size() + kMost - 1) / kMost;
    if (each <= 1) return;
    std::vector<PixelRect> fewer;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i % each == 0) fewer.push_back(parts[i]);
        fewer.back() = both(fewer.back(), parts[i]);
    }
    parts = std::move(fewer);
}

/// Joins the two whose joint rectangle adds least, until few are left that do not overlap.
void join(std::vector<PixelRect>& parts) {
    thin_out(parts);
    while (parts.size() > 1) {
        std::size_t first = 0;
        std::size_t second = 1;
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        for (std::size_t i = 0; i < parts.size(); ++i)
            for (std::size_t j = i + 1; j < parts.size(); ++j) {
                const std::int64_t more = area(both(parts[i], parts[j])) - area(parts[i]) - area(parts[j]);
                const std::int64_t cost =
                    overlap(parts[i], parts[j]) ? std::numeric_limits<std::int64_t>::min() : more;
                if (cost >= least) continue;
                least = cost;
                first = i;
                second = j;
            }
        // Side by side: nothing is lost.
        if (parts.size() <= kMostParts && least > 0) return;
        parts[first] = both(parts[first], parts[second]);
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(second));
    }
}

/// Runs of changed tiles in a row, lengthened downwards where the next row has the same run.
std::vector<PixelRect> runs_of(const std::vector<bool>& changed, int across) {
    std::vector<PixelRect> runs;
    const int down = static_cast<int>(changed.size()) / across;
    for (int y = 0; y < down; ++y) {
        for (int x = 0; x < across; ++x) {
            const auto is = [&](int at) { return changed[static_cast<std::size_t>(y * across + at)]; };
            if (!is(x)) continue;
            const int begin = x;
            while (x < across && is(x)) ++x;
            const auto above = std::ranges::find_if(
                runs, [&](const PixelRect& r) { return r.bottom == y && r.left == begin && r.right == x; });
            if (above != runs.end())
                ++above->bottom;
            else
                runs.push_back({begin, y, x, y + 1});
        }
    }
    return runs;
}

}  // namespace

std::vector<PixelRect> Damage::update(const ImDrawData& data, std::array<int, 2> framebuffer,
                                      const Version& version) {
    const int across = (framebuffer[0] + kTile - 1) / kTile;
    const int down = (framebuffer[1] + kTile - 1) / kTile;
    std::vector<std::uint64_t> now(static_cast<std::size_t>(across) * static_cast<std::size_t>(down), 1);
    const Scale scale(data);
    for (int n = 0; n < data.CmdListsCount; ++n) {
        const ImDrawList& list = *data.CmdLists[n];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const ImVec4& clip = command.ClipRect;
            std::uint64_t common = version(command.GetTexID());
            common = mixed(common, std::bit_cast<std::uint64_t>(std::array{clip.x, clip.y}));
            common = mixed(common, std::bit_cast<std::uint64_t>(std::array{clip.z, clip.w}));
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                const Bounds bounds = bounds_of(list, command, i);
                if (bounds.empty()) continue;
                std::uint64_t digest = common;
                for (unsigned k = 0; k < 3; ++k)
                    digest = mixed(digest, digest_of(corner(list, command, i + k)));
                const PixelRect touched = tiles_of(scale.pixels(bounds), across, down);
                for (int y = touched.top; y < touched.bottom; ++y)
                    for (int x = touched.left; x < touched.right; ++x) {
                        std::uint64_t& tile = now[static_cast<std::size_t>(y * across + x)];
                        tile = mixed(tile, digest);
                    }
            }
        }
    }
    const bool whole = framebuffer != framebuffer_ || tiles_.size() != now.size();
    std::vector<bool> changed(now.size(), true);
    for (std::size_t i = 0; i < now.size() && !whole; ++i) changed[i] = now[i] != tiles_[i];
    tiles_ = std::move(now);
    framebuffer_ = framebuffer;
    std::vector<PixelRect> parts = runs_of(changed, across);
    join(parts);
    for (PixelRect& part : parts)
        part = {part.left * kTile, part.top * kTile, std::min(part.right * kTile, framebuffer[0]),
                std::min(part.bottom * kTile, framebuffer[1])};
    return parts;
}

PartOfFrame::PartOfFrame(ImDrawData& data, const PixelRect& part) : data_(data) {
    const Scale scale(data);
    const float height = data.DisplaySize.y * scale.by.y;
    lists_.resize(static_cast<std::size_t>(data.CmdListsCount));
    for (int n = 0; n < data.CmdListsCount; ++n) {
        const ImDrawList& list = *data.CmdLists[n];
        List& mine = lists_[static_cast<std::size_t>(n)];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const PixelRect seen = common_part(scissors(scale.pixels(bounds_of(command)), height), part);
            if (seen.empty()) continue;
            ImDrawCmd kept = command;
            kept.ClipRect = clip_for(seen, scale);
            kept.IdxOffset = static_cast<unsigned>(mine.indices.Size);
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                if (!touches(scale.pixels(bounds_of(list, command, i)), seen)) continue;
                for (unsigned k = 0; k < 3; ++k)
                    mine.indices.push_back(list.IdxBuffer[static_cast<int>(command.IdxOffset + i + k)]);
            }
            kept.ElemCount = static_cast<unsigned>(mine.indices.Size) - kept.IdxOffset;
            if (kept.ElemCount > 0) mine.commands.push_back(kept);
        }
    }
    swap();
}

PartOfFrame::~PartOfFrame() { swap(); }

void PartOfFrame::swap() {
    for (int n = 0; n < data_.CmdListsCount; ++n) {
        ImDrawList& list = *data_.CmdLists[n];
        list.IdxBuffer.swap(lists_[static_cast<std::size_t>(n)].indices);
        list.CmdBuffer.swap(lists_[static_cast<std::size_t>(n)].commands);
    }
}

}  // namespace app
