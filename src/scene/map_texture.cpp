#include "scene/map_texture.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace scene {

namespace {

constexpr std::size_t kCharacters = 8;

void check_size(const MapPlace& place) {
    GLint side = 0;
    GLint layers = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
    glGetIntegerv(GL_MAX_ARRAY_TEXTURE_LAYERS, &layers);
    if (place.rows <= side && place.columns <= side && place.channels <= layers) return;
    throw gpu::GlError({"error.gl.map", {place.rows, place.columns, side}});
}

}  // namespace

gpu::Texture make_texture(GLenum target) {
    GLuint id = 0;
    glGenTextures(1, &id);
    glBindTexture(target, id);
    glTexParameteri(target, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(target, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(target, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(target, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return gpu::Texture(id);
}

std::span<const float> MapTexture::rows_of(const Rows& rows) const {
    return std::span(sent_).subspan(static_cast<std::size_t>((rows.channel * rows_ + rows.first) * columns_),
                                    static_cast<std::size_t>(rows.count * columns_));
}

void MapTexture::send(const Rows& rows) const {
    glTexSubImage3D(GL_TEXTURE_2D_ARRAY, 0, 0, static_cast<GLint>(rows.first),
                    static_cast<GLint>(rows.channel), static_cast<GLsizei>(columns_),
                    static_cast<GLsizei>(rows.count), 1, GL_RED, GL_FLOAT, rows_of(rows).data());
}

std::int64_t MapTexture::update(const pool::Tensor& values, const MapPlace& place,
                                const pool::Region& region) {
    const std::span<const float> first = values.plane(place.n, 0);
    const auto count = static_cast<std::size_t>(place.channels * place.rows * place.columns);
    const std::span<const float> wanted(first.data(), count);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    if (rows_ != place.rows || columns_ != place.columns || channels_ != place.channels) {
        check_size(place);
        rows_ = place.rows;
        columns_ = place.columns;
        channels_ = place.channels;
        sent_.assign(wanted.begin(), wanted.end());
        values_ = make_texture(GL_TEXTURE_2D_ARRAY);
        glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MIN_FILTER, GL_NEAREST_MIPMAP_NEAREST);
        glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_R32F, static_cast<GLsizei>(columns_),
                     static_cast<GLsizei>(rows_), static_cast<GLsizei>(channels_), 0, GL_RED, GL_FLOAT,
                     sent_.data());
        glGenerateMipmap(GL_TEXTURE_2D_ARRAY);
        numbers_.reset();
        longest_ = 0;
        unwritten_.clear();
        for (std::int64_t c = 0; c < channels_; ++c) unwritten_.push_back({c, 0, rows_});
        return static_cast<std::int64_t>(count * sizeof(float));
    }
    std::int64_t bytes = 0;
    const auto width = static_cast<std::size_t>(columns_);
    bind_values();
    for (std::int64_t c = 0; c < channels_; ++c) {
        const auto differs = [&](std::int64_t row) {
            const std::size_t at = static_cast<std::size_t>(c * rows_ + row) * width;
            return std::memcmp(&sent_[at], &wanted[at], width * sizeof(float)) != 0;
        };
        Rows rows{c, region.y0, region.y1 - region.y0};
        while (rows.count > 0 && !differs(rows.first)) ++rows.first, --rows.count;
        while (rows.count > 0 && !differs(rows.first + rows.count - 1)) --rows.count;
        if (rows.count == 0) continue;
        const auto at = static_cast<std::ptrdiff_t>((c * rows_ + rows.first) * columns_);
        std::copy_n(wanted.begin() + at, rows.count * columns_, sent_.begin() + at);
        send(rows);
        unwritten_.push_back(rows);
        bytes += rows.count * columns_ * static_cast<std::int64_t>(sizeof(float));
    }
    if (bytes > 0) glGenerateMipmap(GL_TEXTURE_2D_ARRAY);
    return bytes;
}

std::int64_t MapTexture::update_numbers(const Glyphs& glyphs) {
    if (unwritten_.empty()) return 0;
    if (!numbers_) {
        numbers_ = make_texture(GL_TEXTURE_2D_ARRAY);
        glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_RG32UI, static_cast<GLsizei>(columns_),
                     static_cast<GLsizei>(rows_), static_cast<GLsizei>(channels_), 0, GL_RG_INTEGER,
                     GL_UNSIGNED_INT, nullptr);
    }
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    bind_numbers();
    std::int64_t bytes = 0;
    std::vector<std::uint32_t> codes;
    for (const Rows& rows : unwritten_) {
        codes.clear();
        for (const float value : rows_of(rows)) {
            const std::u32string text = glyphs.number(value);
            const std::size_t length = std::min(text.size(), kCharacters);
            longest_ = std::max(longest_, static_cast<int>(length));
            std::array<std::uint32_t, 2> packed{};
            for (std::size_t i = 0; i < length; ++i) {
                const auto found = std::ranges::find(glyphs.characters, text[i]);
                const auto code = static_cast<std::uint32_t>(found - glyphs.characters.begin() + 1);
                packed[i / 4] |= code << (8 * (i % 4));
            }
            codes.insert(codes.end(), packed.begin(), packed.end());
        }
        glTexSubImage3D(GL_TEXTURE_2D_ARRAY, 0, 0, static_cast<GLint>(rows.first),
                        static_cast<GLint>(rows.channel), static_cast<GLsizei>(columns_),
                        static_cast<GLsizei>(rows.count), 1, GL_RG_INTEGER, GL_UNSIGNED_INT, codes.data());
        bytes += static_cast<std::int64_t>(codes.size() * sizeof(std::uint32_t));
    }
    unwritten_.clear();
    return bytes;
}

}  // namespace scene
