#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>

#include "figure/animation.h"

// GIF89a (CompuServe 1990). One palette for all frames keeps files small: a drawing has few colours, and
// frames differ in a small part.

namespace figure {

namespace {

using Bytes = std::vector<unsigned char>;
constexpr std::size_t kMostColors = 255;
constexpr std::uint8_t kNothing = 255;  // the entry that is not drawn

struct Tally {
    std::uint32_t rgb = 0;
    std::int64_t count = 0;
};

std::uint32_t rgb_of(const std::uint8_t* pixel) {
    const auto over_white = [&](std::uint8_t v) {
        return static_cast<std::uint32_t>((v * pixel[3] + 255 * (255 - pixel[3]) + 127) / 255);
    };
    return over_white(pixel[0]) << 16U | over_white(pixel[1]) << 8U | over_white(pixel[2]);
}

std::uint32_t channel_of(std::uint32_t rgb, unsigned shift) { return rgb >> shift & 255U; }

/// Some neighbouring colours, which become one entry of the palette.
struct ColorBox {
    std::size_t begin = 0, end = 0;
    unsigned shift = 0;       ///< the channel along which it is longest
    std::uint32_t width = 0;  ///< along it
    std::int64_t count = 0;

    ColorBox(const std::vector<Tally>& all, std::size_t from, std::size_t to) : begin(from), end(to) {
        for (std::size_t i = begin; i < end; ++i) count += all[i].count;
        for (const unsigned s : {16U, 8U, 0U}) {
            std::uint32_t low = 255, high = 0;
            for (std::size_t i = begin; i < end; ++i) {
                low = std::min(low, channel_of(all[i].rgb, s));
                high = std::max(high, channel_of(all[i].rgb, s));
            }
            if (high - low > width) width = high - low, shift = s;
        }
    }
};

std::uint32_t mean_of(const std::vector<Tally>& all, const ColorBox& box) {
    std::uint32_t rgb = 0;
    for (const unsigned s : {16U, 8U, 0U}) {
        std::int64_t sum = 0;
        for (std::size_t i = box.begin; i < box.end; ++i)
            sum += static_cast<std::int64_t>(channel_of(all[i].rgb, s)) * all[i].count;
        rgb |= static_cast<std::uint32_t>((sum + box.count / 2) / box.count) << s;
    }
    return rgb;
}

/// Colours of the palette, and the entry of every colour that occurs.
struct GifPalette {
    std::vector<std::uint32_t> colors;
    std::unordered_map<std::uint32_t, std::uint8_t> entry;
};

/// Median cut (Heckbert 1982): the box with the most pixels and width is halved until there are enough.
GifPalette palette_of(const Film& film) {
    std::unordered_map<std::uint32_t, std::int64_t> counts;
    for (const Raster& frame : film.frames) {
        std::uint32_t last = 0;
        std::int64_t* count = nullptr;
        for (std::size_t i = 0; i < frame.rgba.size(); i += 4) {
            if (frame.rgba[i + 3] == 0) continue;
            const std::uint32_t rgb = rgb_of(frame.rgba.data() + i);
            // Neighbours are often equal, and a look-up takes its time.
            if (!count || rgb != last) last = rgb, count = &counts[rgb];
            ++*count;
        }
    }
    std::vector<Tally> all;
    for (const auto& [rgb, count] : counts) all.push_back({rgb, count});
    std::ranges::sort(all, {}, &Tally::rgb);
    std::vector<ColorBox> boxes;
    if (!all.empty()) boxes.emplace_back(all, 0, all.size());
    while (boxes.size() < std::min(kMostColors, all.size())) {
        const auto weight = [](const ColorBox& box) {
            return box.end - box.begin < 2
                       ? -1.0
                       : std::sqrt(static_cast<double>(box.count)) * static_cast<double>(box.width);
        };
        const auto widest = std::ranges::max_element(boxes, {}, weight);
        const ColorBox box = *widest;
        if (box.end - box.begin < 2) break;
        const auto from = all.begin() + static_cast<std::ptrdiff_t>(box.begin);
        const auto to = all.begin() + static_cast<std::ptrdiff_t>(box.end);
        std::sort(from, to, [&](const Tally& a, const Tally& b) {
            return std::pair(channel_of(a.rgb, box.shift), a.rgb) <
                   std::pair(channel_of(b.rgb, box.shift), b.rgb);
        });
        std::size_t middle = box.begin + 1;
        std::int64_t below = all[box.begin].count;
        while (middle + 1 < box.end && below < box.count / 2) below += all[middle++].count;
        *widest = ColorBox(all, box.begin, middle);
        boxes.emplace_back(all, middle, box.end);
    }
    GifPalette palette;
    for (const ColorBox& box : boxes) {
        for (std::size_t i = box.begin; i < box.end; ++i)
            palette.entry[all[i].rgb] = static_cast<std::uint8_t>(palette.colors.size());
        palette.colors.push_back(mean_of(all, box));
    }
    return palette;
}

/// Packs codes of growing length, lowest bit first, into blocks of at most 255 bytes.
class CodeWriter {
 public:
    explicit CodeWriter(Bytes& bytes) : bytes_(bytes) {}
    void code(std::uint32_t value, unsigned length) {
        pending_ |= value << filled_;
        filled_ += length;
        while (filled_ >= 8) byte();
    }
    void finish() {
        if (filled_ > 0) byte();
        flush();
        bytes_.push_back(0);
    }

 private:
    void byte() {
        block_.push_back(static_cast<unsigned char>(pending_));
        pending_ >>= 8U;
        filled_ = filled_ > 8 ? filled_ - 8 : 0;
        if (block_.size() == 255) flush();
    }
    void flush() {
        if (block_.empty()) return;
        bytes_.push_back(static_cast<unsigned char>(block_.size()));
        bytes_.insert(bytes_.end(), block_.begin(), block_.end());
        block_.clear();
    }
    Bytes& bytes_;
    Bytes block_;
    std::uint32_t pending_ = 0;
    unsigned filled_ = 0;
};

/// LZW as GIF has it: a dictionary of at most 4096 strings, begun anew when it is full.
void append_lzw(Bytes& bytes, const std::vector<std::uint8_t>& indices) {
    constexpr unsigned kBits = 8;
    constexpr std::uint32_t kClear = 256, kEnd = 257, kFull = 4096;
    bytes.push_back(kBits);
    CodeWriter writer(bytes);
    // The code of a string and one more index; 0: not in the dictionary.
    std::vector<std::uint16_t> next(static_cast<std::size_t>(kFull) * 256);
    std::uint32_t codes = kEnd + 1;
    unsigned length = kBits + 1;
    writer.code(kClear, length);
    std::uint32_t prefix = indices.front();
    for (std::size_t i = 1; i < indices.size(); ++i) {
        std::uint16_t& known = next[prefix * 256 + indices[i]];
        if (known != 0) {
            prefix = known;
            continue;
        }
        writer.code(prefix, length);
        prefix = indices[i];
        if (codes == kFull) {
            writer.code(kClear, length);
            std::ranges::fill(next, std::uint16_t{0});
            codes = kEnd + 1;
            length = kBits + 1;
            continue;
        }
        known = static_cast<std::uint16_t>(codes);
        if (codes == 1U << length) ++length;
        ++codes;
    }
    writer.code(prefix, length);
    if (codes == 1U << length && codes < kFull) ++length;
    writer.code(kEnd, length);
    writer.finish();
}

void append_little(Bytes& bytes, int value) {
    bytes.push_back(static_cast<unsigned char>(value));
    bytes.push_back(static_cast<unsigned char>(value >> 8));
}

void append_header(Bytes& bytes, const Film& film, const GifPalette& palette) {
    for (const char c : {'G', 'I', 'F', '8', '9', 'a'}) bytes.push_back(static_cast<unsigned char>(c));
    append_little(bytes, film.frames.front().width);
    append_little(bytes, film.frames.front().height);
    bytes.insert(bytes.end(), {0xF7, 0, 0});  // a palette of 256 colours
    for (std::size_t i = 0; i < 256; ++i) {
        const std::uint32_t rgb = i < palette.colors.size() ? palette.colors[i] : 0;
        for (const unsigned shift : {16U, 8U, 0U}) bytes.push_back(static_cast<unsigned char>(rgb >> shift));
    }
    if (!film.loop) return;
    bytes.insert(bytes.end(), {0x21, 0xFF, 11});
    for (const char c : {'N', 'E', 'T', 'S', 'C', 'A', 'P', 'E', '2', '.', '0'})
        bytes.push_back(static_cast<unsigned char>(c));
    bytes.insert(bytes.end(), {3, 1, 0, 0, 0});
}

/// The palette's entries of one frame.
std::vector<std::uint8_t> entries_of(const Raster& frame, const GifPalette& palette) {
    std::vector<std::uint8_t> entries(frame.rgba.size() / 4);
    std::uint32_t last = 0;
    std::uint8_t last_entry = 0;
    bool any = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::uint8_t* pixel = frame.rgba.data() + i * 4;
        if (pixel[3] == 0) {
            entries[i] = kNothing;
            continue;
        }
        const std::uint32_t rgb = rgb_of(pixel);
        if (!any || rgb != last) last = rgb, last_entry = palette.entry.at(rgb), any = true;
        entries[i] = last_entry;
    }
    return entries;
}

/// Rows and columns outside which nothing changes.
std::array<int, 4> changed_box(const std::vector<std::uint8_t>& before, const std::vector<std::uint8_t>& now,
                               int width, int height) {
    std::array<int, 4> box = {height, -1, width, -1};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto i =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
            if (before[i] == now[i]) continue;
            box = {std::min(box[0], y), std::max(box[1], y), std::min(box[2], x), std::max(box[3], x)};
        }
    if (box[1] < 0) return {0, 0, 0, 0};
    return box;
}

void append_frame(Bytes& bytes, const std::vector<std::uint8_t>& entries, const std::array<int, 4>& box,
                  int hundredths) {
    constexpr unsigned char kKeepAndTransparent = 0x05;
    bytes.insert(bytes.end(), {0x21, 0xF9, 4, kKeepAndTransparent});
    append_little(bytes, hundredths);
    bytes.insert(bytes.end(), {kNothing, 0});
    bytes.push_back(0x2C);
    for (const int v : {box[2], box[0], box[3] - box[2] + 1, box[1] - box[0] + 1}) append_little(bytes, v);
    bytes.push_back(0);
    append_lzw(bytes, entries);
}

}  // namespace

std::vector<unsigned char> encode_gif(const Film& film) {
    const GifPalette palette = palette_of(film);
    const int width = film.frames.front().width;
    const int height = film.frames.front().height;
    Bytes bytes;
    append_header(bytes, film, palette);
    std::vector<std::uint8_t> before;
    // Rounding to hundredths must not add up.
    int shown = 0;
    int written = 0;
    for (std::size_t i = 0; i < film.frames.size(); ++i) {
        std::vector<std::uint8_t> now = entries_of(film.frames[i], palette);
        std::array<int, 4> box = {0, height - 1, 0, width - 1};
        if (i > 0) box = changed_box(before, now, width, height);
        std::vector<std::uint8_t> part;
        for (int y = box[0]; y <= box[1]; ++y)
            for (int x = box[2]; x <= box[3]; ++x) {
                const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                static_cast<std::size_t>(x);
                // What is there already need not be drawn, and long runs of nothing pack well.
                part.push_back(i > 0 && before[at] == now[at] ? kNothing : now[at]);
            }
        shown += film.milliseconds[i];
        const int hundredths = std::clamp((shown + 5) / 10 - written, 2, 65535);
        written += hundredths;
        append_frame(bytes, part, box, hundredths);
        if (film.each) film.each();
        before = std::move(now);
    }
    bytes.push_back(0x3B);
    return bytes;
}

}  // namespace figure
