#include "io/netpbm.h"

#include "io/files.h"

namespace io {

namespace {

class NetpbmReader {
 public:
    NetpbmReader(std::span<const std::uint8_t> bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    pool::Tensor read() {
        const char form = static_cast<char>(bytes_[1]);
        const bool bits = form == '1' || form == '4';
        const bool text = form <= '3';
        const std::int64_t channels = form == '3' || form == '6' ? 3 : 1;
        const std::int64_t width = number();
        const std::int64_t height = number();
        const std::int64_t largest = bits ? 1 : number();
        check(width, height, largest);
        // One blank stands between the header and binary values.
        if (!text) ++at_;
        const std::int64_t row_bytes = bits ? (width + 7) / 8 : width * channels * (largest > 255 ? 2 : 1);
        // In text a value takes at least one byte; without bytes for it no memory is taken.
        const std::int64_t needed = text ? width * height * channels : row_bytes * height;
        if (needed > static_cast<std::int64_t>(bytes_.size() - std::min(at_, bytes_.size())))
            throw FileError({"error.netpbm.ends", {name_, width, height}});
        pool::Tensor picture({1, channels, height, width});
        for (std::int64_t y = 0; y < height; ++y) {
            if (form == '4') {
                packed_row(picture, y);
                continue;
            }
            for (std::int64_t x = 0; x < width; ++x)
                for (std::int64_t c = 0; c < channels; ++c) {
                    const std::int64_t value = form == '1' ? bit() : text ? number() : binary(largest);
                    if (value > largest) throw FileError({"error.netpbm.value", {name_, value, largest}});
                    const float share = static_cast<float>(value) / static_cast<float>(largest);
                    picture.at({0, c, y, x}) = bits ? 1 - share : share;
                }
        }
        return picture;
    }

 private:
    [[noreturn]] void fail_early() const { throw FileError({"error.netpbm.early", {name_}}); }
    void check(std::int64_t width, std::int64_t height, std::int64_t largest) const {
        if (width < 1 || height < 1) throw FileError({"error.netpbm.no_pixels", {name_}});
        if (width > kMaxValues / height) throw FileError({"error.picture.large", {name_, width, height}});
        if (largest < 1 || largest > 65535) throw FileError({"error.netpbm.maxval", {name_, largest}});
    }
    void skip_blanks() {
        while (at_ < bytes_.size()) {
            const char c = static_cast<char>(bytes_[at_]);
            if (c == '#') {
                while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
            } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
                ++at_;
            } else {
                return;
            }
        }
        fail_early();
    }
    std::int64_t number() {
        skip_blanks();
        std::int64_t value = 0;
        constexpr std::int64_t kEnough = std::int64_t{1} << 32;
        const std::size_t begin = at_;
        while (at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9' && value < kEnough)
            value = value * 10 + (bytes_[at_++] - '0');
        if (at_ == begin) throw FileError({"error.netpbm.number", {name_}});
        return value;
    }
    /// In a P1 the bits may stand without blanks between them.
    std::int64_t bit() {
        skip_blanks();
        if (bytes_[at_] != '0' && bytes_[at_] != '1') throw FileError({"error.netpbm.number", {name_}});
        return bytes_[at_++] - '0';
    }
    std::int64_t binary(std::int64_t largest) {
        const std::size_t size = largest > 255 ? 2 : 1;
        if (bytes_.size() - at_ < size) fail_early();
        std::int64_t value = bytes_[at_++];
        if (size == 2) value = value * 256 + bytes_[at_++];
        return value;
    }
    void packed_row(pool::Tensor& picture, std::int64_t y) {
        const std::int64_t width = picture.shape().w;
        for (std::int64_t x = 0; x < width; ++x) {
            const std::size_t byte = at_ + static_cast<std::size_t>(x / 8);
            if (byte >= bytes_.size()) fail_early();
            const bool black = (bytes_[byte] >> (7U - static_cast<unsigned>(x % 8)) & 1U) != 0;
            picture.at({0, 0, y, x}) = black ? 0.0F : 1.0F;
        }
        at_ += static_cast<std::size_t>((width + 7) / 8);
    }

    std::span<const std::uint8_t> bytes_;
    const std::string& name_;
    std::size_t at_ = 2;
};

}  // namespace

std::optional<pool::Tensor> read_netpbm(std::span<const std::uint8_t> bytes, const std::string& name) {
    const bool begins = bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
                        (bytes[2] == ' ' || bytes[2] == '#' || (bytes[2] >= '\t' && bytes[2] <= '\r'));
    if (!begins) return std::nullopt;
    return NetpbmReader(bytes, name).read();
}

}  // namespace io
