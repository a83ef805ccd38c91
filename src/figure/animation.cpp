#include "figure/animation.h"

#include <algorithm>
#include <cstring>

#include "figure/png.h"

namespace figure {

namespace {

using png::Part;

/// The smallest rectangle in which two rasters of one size differ; at least one pixel.
Part changed_part(const Raster& before, const Raster& now) {
    const auto row = static_cast<std::size_t>(now.width) * 4;
    const auto differs = [&](int y) {
        const auto at = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * row);
        return std::memcmp(before.rgba.data() + at, now.rgba.data() + at, row) != 0;
    };
    int top = 0;
    int bottom = now.height;
    while (top < bottom - 1 && !differs(top)) ++top;
    while (bottom > top + 1 && !differs(bottom - 1)) --bottom;
    int left = now.width - 1;
    int right = 1;
    for (int y = top; y < bottom; ++y) {
        const auto* a = reinterpret_cast<const std::uint32_t*>(before.rgba.data()) +
                        static_cast<std::ptrdiff_t>(y) * now.width;
        const auto* b = reinterpret_cast<const std::uint32_t*>(now.rgba.data()) +
                        static_cast<std::ptrdiff_t>(y) * now.width;
        int x = 0;
        while (x < left && a[x] == b[x]) ++x;
        left = std::min(left, x);
        x = now.width;
        while (x > right && a[x - 1] == b[x - 1]) --x;
        right = std::max(right, x);
    }
    return {left, top, std::max(right - left, 1), bottom - top};
}

void append_short(png::Bytes& bytes, std::uint32_t value) {
    bytes.push_back(static_cast<unsigned char>(value >> 8U));
    bytes.push_back(static_cast<unsigned char>(value));
}

png::Bytes frame_control(std::uint32_t sequence, const Part& part, int milliseconds) {
    png::Bytes bytes;
    png::append_number(bytes, sequence);
    for (const int v : {part.width, part.height, part.x, part.y})
        png::append_number(bytes, static_cast<std::uint32_t>(v));
    append_short(bytes, static_cast<std::uint32_t>(milliseconds));
    append_short(bytes, 1000);
    bytes.push_back(0);  // what was drawn stays
    bytes.push_back(0);  // and is replaced, not blended
    return bytes;
}

}  // namespace

void merge_equal_frames(Film& film) {
    std::size_t kept = 0;
    for (std::size_t i = 1; i < film.frames.size(); ++i) {
        if (film.frames[i] == film.frames[kept]) {
            film.milliseconds[kept] += film.milliseconds[i];
            continue;
        }
        ++kept;
        if (kept != i) {
            film.frames[kept] = std::move(film.frames[i]);
            film.milliseconds[kept] = film.milliseconds[i];
        }
    }
    if (film.frames.empty()) return;
    film.frames.resize(kept + 1);
    film.milliseconds.resize(kept + 1);
}

std::vector<unsigned char> encode_apng(const Film& film, float dpi) {
    const Raster& first = film.frames.front();
    const bool alpha = !std::ranges::all_of(film.frames, &Raster::opaque);
    png::Bytes bytes = png::beginning(first.width, first.height, alpha, dpi);
    png::Bytes control;
    png::append_number(control, static_cast<std::uint32_t>(film.frames.size()));
    png::append_number(control, film.loop ? 0 : 1);
    png::append_chunk(bytes, "acTL", control);
    std::uint32_t sequence = 0;
    for (std::size_t i = 0; i < film.frames.size(); ++i) {
        const Raster& frame = film.frames[i];
        const Part part =
            i == 0 ? Part{0, 0, frame.width, frame.height} : changed_part(film.frames[i - 1], frame);
        png::append_chunk(bytes, "fcTL", frame_control(sequence++, part, film.milliseconds[i]));
        const png::Bytes rows = png::packed_rows(frame, part, alpha);
        if (film.each) film.each();
        if (i == 0) {
            png::append_chunk(bytes, "IDAT", rows);
            continue;
        }
        png::Bytes numbered;
        png::append_number(numbered, sequence++);
        numbered.insert(numbered.end(), rows.begin(), rows.end());
        png::append_chunk(bytes, "fdAT", numbered);
    }
    png::append_chunk(bytes, "IEND", {});
    return bytes;
}

}  // namespace figure
