#include "figure/animation.h"

#include <array>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <webp/demux.h>

#include "figure/film.h"

namespace {

using figure::Film;
using figure::Raster;
using Bytes = std::vector<unsigned char>;

/// A square that moves over a ground of `colors` colours.
Film moving_square(int frames, int colors) {
    Film film;
    for (int i = 0; i < frames; ++i) {
        Raster raster{40, 30, std::vector<std::uint8_t>(40 * 30 * 4, 255)};
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x) {
                std::uint8_t* pixel = raster.rgba.data() + (y * 40 + x) * 4;
                const int color = (x * 7 + y * 13) % colors;
                const bool inside = x >= i && x < i + 6 && y >= 10 && y < 16;
                pixel[0] = inside ? 255 : static_cast<std::uint8_t>(color);
                pixel[1] = inside ? 0 : static_cast<std::uint8_t>(color * 3);
                pixel[2] = static_cast<std::uint8_t>(color / 2);
            }
        film.frames.push_back(std::move(raster));
        film.milliseconds.push_back(80 + 10 * i);
    }
    return film;
}

/// A GIF as its frames are seen one after the other; a reader of its own, after the standard.
class GifReader {
 public:
    explicit GifReader(const Bytes& bytes) : bytes_(bytes) {
        at_ = 6;
        width = short_number();
        height = short_number();
        at_ += 3;
        const std::size_t palette = at_;
        at_ += 256 * 3;
        std::vector<std::uint32_t> screen(static_cast<std::size_t>(width * height));
        while (bytes_[at_] != 0x3B) {
            if (bytes_[at_] == 0x21) {
                extension();
                continue;
            }
            ++at_;
            const int x0 = short_number(), y0 = short_number(), w = short_number(), h = short_number();
            ++at_;
            const std::vector<int> indices = decoded();
            EXPECT_EQ(indices.size(), static_cast<std::size_t>(w * h));
            for (int i = 0; i < w * h; ++i) {
                const int index = indices[static_cast<std::size_t>(i)];
                if (index == transparent_) continue;
                const std::size_t color = palette + static_cast<std::size_t>(index) * 3;
                screen[static_cast<std::size_t>(y0 + i / w) * static_cast<std::size_t>(width) +
                       static_cast<std::size_t>(x0 + i % w)] = std::uint32_t{bytes_[color]} << 16U |
                                                               std::uint32_t{bytes_[color + 1]} << 8U |
                                                               bytes_[color + 2];
            }
            frames.push_back(screen);
        }
        EXPECT_EQ(at_ + 1, bytes_.size());
    }
    int width = 0, height = 0;
    bool loops = false;
    std::vector<int> hundredths;
    std::vector<std::vector<std::uint32_t>> frames;

 private:
    int short_number() {
        at_ += 2;
        return bytes_[at_ - 2] | bytes_[at_ - 1] << 8;
    }
    void extension() {
        const unsigned char kind = bytes_[at_ + 1];
        if (kind == 0xF9) {
            hundredths.push_back(bytes_[at_ + 4] | bytes_[at_ + 5] << 8);
            transparent_ = bytes_[at_ + 3] & 1 ? bytes_[at_ + 6] : -1;
        } else {
            loops = true;
        }
        at_ += 2;
        while (bytes_[at_] != 0) at_ += bytes_[at_] + std::size_t{1};
        ++at_;
    }
    std::vector<int> decoded() {
        const int bits = bytes_[at_++];
        Bytes data;
        while (bytes_[at_] != 0) {
            data.insert(data.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at_) + 1,
                        bytes_.begin() + static_cast<std::ptrdiff_t>(at_) + 1 + bytes_[at_]);
            at_ += bytes_[at_] + std::size_t{1};
        }
        ++at_;
        const int clear = 1 << bits;
        std::vector<std::vector<int>> table;
        std::vector<int> result, before;
        int length = bits + 1;
        std::size_t bit = 0;
        const auto reset = [&] {
            table.assign(static_cast<std::size_t>(clear) + 2, {});
            for (int i = 0; i < clear; ++i) table[static_cast<std::size_t>(i)] = {i};
            length = bits + 1;
            before.clear();
        };
        reset();
        while (true) {
            int code = 0;
            for (int i = 0; i < length; ++i, ++bit) code |= (data.at(bit / 8) >> (bit % 8) & 1) << i;
            if (code == clear + 1) return result;
            if (code == clear) {
                reset();
                continue;
            }
            std::vector<int> now;
            if (code < static_cast<int>(table.size())) {
                now = table[static_cast<std::size_t>(code)];
            } else {
                now = before;
                now.push_back(before.at(0));
            }
            if (!before.empty() && table.size() < 4096) {
                before.push_back(now.at(0));
                table.push_back(before);
                if (table.size() == std::size_t{1} << length && length < 12) ++length;
            }
            result.insert(result.end(), now.begin(), now.end());
            before = std::move(now);
        }
    }

    const Bytes& bytes_;
    std::size_t at_ = 0;
    int transparent_ = -1;
};

std::vector<std::uint32_t> colors_of(const Raster& raster) {
    std::vector<std::uint32_t> colors;
    for (std::size_t i = 0; i < raster.rgba.size(); i += 4)
        colors.push_back(std::uint32_t{raster.rgba[i]} << 16U | std::uint32_t{raster.rgba[i + 1]} << 8U |
                         raster.rgba[i + 2]);
    return colors;
}

TEST(Gif, ReadsBackAsItWasDrawn) {
    const Film film = moving_square(12, 80);
    const GifReader read(figure::encode_gif(film));
    EXPECT_EQ(read.width, 40);
    EXPECT_EQ(read.height, 30);
    EXPECT_TRUE(read.loops);
    ASSERT_EQ(read.frames.size(), film.frames.size());
    for (std::size_t i = 0; i < film.frames.size(); ++i) {
        EXPECT_EQ(read.frames[i], colors_of(film.frames[i])) << i;
        EXPECT_EQ(read.hundredths[i], film.milliseconds[i] / 10);
    }
}

TEST(Gif, ManyColoursStayNearAndLongPicturesKeepTheirCodes) {
    std::mt19937 random(3);
    Film film;
    Raster raster{200, 150, std::vector<std::uint8_t>(200 * 150 * 4, 255)};
    for (std::size_t i = 0; i < raster.rgba.size(); ++i)
        if (i % 4 != 3) raster.rgba[i] = static_cast<std::uint8_t>(random() % 64 * 4);
    film.frames = {raster};
    film.milliseconds = {100};
    const GifReader read(figure::encode_gif(film));
    const std::vector<std::uint32_t> wanted = colors_of(raster);
    ASSERT_EQ(read.frames.at(0).size(), wanted.size());
    double error = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        for (const unsigned shift : {0U, 8U, 16U})
            error += std::abs(static_cast<double>(wanted[i] >> shift & 255U) -
                              static_cast<double>(read.frames[0][i] >> shift & 255U));
    EXPECT_LT(error / static_cast<double>(3 * wanted.size()), 20) << "255 colours for a whole cube";
}

TEST(Gif, ShortTimesDoNotAddUpToAnError) {
    Film film = moving_square(30, 8);
    for (int& time : film.milliseconds) time = 33;
    int all = 0;
    for (const int hundredths : GifReader(figure::encode_gif(film)).hundredths) all += hundredths;
    EXPECT_EQ(all, 99);
}

std::uint32_t number_at(const Bytes& bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U |
           std::uint32_t{bytes[at + 2]} << 8U | bytes[at + 3];
}

TEST(Apng, HasEveryFrameWithItsTimeAndOnlyWhatChanged) {
    const Film film = moving_square(5, 40);
    const Bytes bytes = figure::encode_apng(film, 96);
    std::vector<std::string> chunks;
    std::vector<std::uint32_t> times, widths;
    std::uint32_t sequence = 0;
    for (std::size_t at = 8; at < bytes.size();) {
        const std::uint32_t length = number_at(bytes, at);
        const std::string name(bytes.begin() + static_cast<std::ptrdiff_t>(at) + 4,
                               bytes.begin() + static_cast<std::ptrdiff_t>(at) + 8);
        chunks.push_back(name);
        const std::size_t data = at + 8;
        if (name == "acTL") {
            EXPECT_EQ(number_at(bytes, data), 5U);
            EXPECT_EQ(number_at(bytes, data + 4), 0U) << "for ever";
        }
        if (name == "fcTL" || name == "fdAT") {
            EXPECT_EQ(number_at(bytes, data), sequence++);
        }
        if (name == "fcTL") {
            widths.push_back(number_at(bytes, data + 4));
            times.push_back(std::uint32_t{bytes[data + 20]} << 8U | bytes[data + 21]);
        }
        at += length + 12;
    }
    EXPECT_EQ(times, (std::vector<std::uint32_t>{80, 90, 100, 110, 120}));
    EXPECT_EQ(widths, (std::vector<std::uint32_t>{40, 7, 7, 7, 7}));
    EXPECT_EQ(chunks.front(), "IHDR");
    EXPECT_EQ(chunks.back(), "IEND");
}

TEST(Webp, ReadsBackAsItWasDrawn) {
    const Film film = moving_square(6, 80);
    const Bytes bytes = figure::encode_webp(film);
    const WebPData data{bytes.data(), bytes.size()};
    WebPAnimDecoder* const decoder = WebPAnimDecoderNew(&data, nullptr);
    ASSERT_NE(decoder, nullptr);
    WebPAnimInfo info;
    WebPAnimDecoderGetInfo(decoder, &info);
    EXPECT_EQ(info.frame_count, 6U);
    EXPECT_EQ(info.loop_count, 0U);
    int before = 0;
    for (std::size_t i = 0; i < film.frames.size(); ++i) {
        std::uint8_t* pixels = nullptr;
        int until = 0;
        ASSERT_TRUE(WebPAnimDecoderGetNext(decoder, &pixels, &until));
        EXPECT_EQ(until - before, film.milliseconds[i]);
        before = until;
        EXPECT_TRUE(std::equal(film.frames[i].rgba.begin(), film.frames[i].rgba.end(), pixels)) << i;
    }
    WebPAnimDecoderDelete(decoder);
}

TEST(Film, EqualFramesAreOne) {
    Film film = moving_square(3, 8);
    film.frames[1] = film.frames[0];
    figure::merge_equal_frames(film);
    EXPECT_EQ(film.frames.size(), 2U);
    EXPECT_EQ(film.milliseconds, (std::vector<int>{170, 100}));
}

figure::Reel reel_of(const std::vector<int>& milliseconds, int width, int height) {
    figure::Reel reel;
    reel.milliseconds = milliseconds;
    reel.width = width;
    reel.height = height;
    reel.ground = {10, 20, 30, 255};
    for (std::size_t i = 0; i < milliseconds.size(); ++i) {
        figure::Drawing drawing;
        drawing.size = {static_cast<float>(width), static_cast<float>(height)};
        drawing.add(figure::RectFill{{0, 0, drawing.size.x, drawing.size.y},
                                     {static_cast<std::uint8_t>(100 + i), 0, 0, 255}});
        reel.drawings.push_back(std::move(drawing));
    }
    return reel;
}

TEST(Video, FramesAreRepeatedAsLongAsTheyAreSeen) {
    // 12 frames a second for a while, then a rest: no rounding adds up.
    std::vector<int> times(60, 83);
    times.back() += 2000;
    const figure::Reel reel = reel_of(times, 4, 2);
    figure::VideoFrames frames(reel, 12);
    std::vector<int> shown(times.size());
    std::size_t all = 0;
    for (auto frame = frames.next(); !frame.empty(); frame = frames.next()) {
        ASSERT_EQ(frame.size(), 4U * 2 * 3);
        ++shown.at(frame[0] - 100U);
        ++all;
    }
    for (std::size_t i = 0; i + 1 < shown.size(); ++i) EXPECT_EQ(shown[i], 1) << i;
    EXPECT_EQ(all, 84U) << "6.98 seconds";
    EXPECT_TRUE(frames.next().empty());
}

TEST(Video, EveryFrameIsSeenWhateverTheRate) {
    const figure::Reel reel = reel_of({50, 50, 50, 1000}, 4, 2);
    figure::VideoFrames frames(reel, 1);
    std::vector<int> seen;
    for (auto frame = frames.next(); !frame.empty(); frame = frames.next()) seen.push_back(frame[0]);
    EXPECT_EQ(seen, (std::vector<int>{100, 101, 102, 103}));
}

TEST(Video, OddSizesGrowByTheGroundAndNothingIsTransparent) {
    figure::Reel reel = reel_of({100}, 3, 3);
    figure::VideoFrames frames(reel, 10);
    EXPECT_EQ(frames.width(), 4);
    EXPECT_EQ(frames.height(), 4);
    const auto frame = frames.next();
    const auto pixel = [&](std::size_t x, std::size_t y) {
        return std::vector<int>(frame.begin() + static_cast<std::ptrdiff_t>((y * 4 + x) * 3),
                                frame.begin() + static_cast<std::ptrdiff_t>((y * 4 + x) * 3 + 3));
    };
    EXPECT_EQ(pixel(2, 2), (std::vector<int>{100, 0, 0}));
    EXPECT_EQ(pixel(3, 0), (std::vector<int>{10, 20, 30}));
    EXPECT_EQ(pixel(0, 3), (std::vector<int>{10, 20, 30}));
    reel.ground.a = 0;
    reel.drawings.front().items.clear();
    figure::VideoFrames bare(reel, 10);
    for (const std::uint8_t value : bare.next()) ASSERT_EQ(value, 255);
}

TEST(Video, CountsItsFramesAndIsCancelled) {
    const figure::Reel reel = reel_of({100, 100}, 4, 2);
    pool::Progress progress;
    figure::VideoFrames frames(reel, 10, &progress);
    while (!frames.next().empty()) {
    }
    EXPECT_EQ(progress.done, 4) << "drawn as pixels, and given";
    progress.cancelled = true;
    figure::VideoFrames stopped(reel, 10, &progress);
    EXPECT_THROW(stopped.next(), pool::Cancelled);
}

}  // namespace
