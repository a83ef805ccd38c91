#include "figure/characters.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "figure/cairo_painter.h"
#include "figure/text.h"

namespace figure {

namespace {

std::string utf8(char32_t code) {
    const auto byte = [](char32_t v) { return static_cast<char>(static_cast<unsigned char>(v)); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
    return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

}  // namespace

CharacterStrip draw_characters(Face face, std::u32string_view characters, int height) {
    CharacterStrip strip;
    strip.height = height;
    const float size = 0.92F * static_cast<float>(height);
    strip.width = static_cast<int>(std::ceil(text_width(face, size, "0")));
    const int total = strip.width * static_cast<int>(characters.size());
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, total, height), cairo_surface_destroy);
    const std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo(cairo_create(surface.get()), cairo_destroy);
    CairoPainter painter(cairo.get());
    const auto w = static_cast<float>(strip.width);
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const float x = (static_cast<float>(i) + 0.5F) * w;
        painter.paint(Text{
            {x, static_cast<float>(height) / 2}, utf8(characters[i]), {0, 0, 0}, size, face, Align::center});
    }
    cairo_surface_flush(surface.get());
    const unsigned char* pixels = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    strip.coverage.reserve(static_cast<std::size_t>(total) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < total; ++x) {
            std::uint32_t argb = 0;
            std::copy_n(pixels + y * stride + 4 * x, 4, reinterpret_cast<unsigned char*>(&argb));
            strip.coverage.push_back(static_cast<std::uint8_t>(argb >> 24));
        }
    }
    return strip;
}

}  // namespace figure
