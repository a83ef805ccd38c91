#include "io/jpeg_segments.h"

#include <algorithm>
#include <array>
#include <vector>

#include "io/files.h"

namespace io {

namespace {

constexpr int kStart = 0xD8;
constexpr int kEnd = 0xD9;
constexpr int kScan = 0xDA;
constexpr int kQuantisation = 0xDB;
constexpr int kRestartInterval = 0xDD;
constexpr int kHuffman = 0xC4;
constexpr int kProgressive = 0xC2;

bool is_frame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != kHuffman && marker != 0xC8 && marker != 0xCC;
}
bool is_restart(int marker) { return marker >= 0xD0 && marker <= 0xD7; }

class JpegWalk {
 public:
    JpegWalk(std::span<const std::uint8_t> bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

    JpegFrame frame() {
        if (next_marker() != kStart) fail({"error.jpeg.begin"});
        for (int marker = next_marker(); marker != kEnd; marker = next_marker()) segment(marker);
        if (components_.empty()) fail({"error.jpeg.no_frame"});
        for (const Component& component : components_)
            if (!component.scanned) fail({"error.jpeg.unscanned"});
        return frame_;
    }

 private:
    struct Component {
        int id = 0;
        std::size_t quantisation = 0;
        bool scanned = false;
    };

    [[noreturn]] void fail(const words::Message& why) const {
        throw FileError({"error.picture.damaged", {name_, "JPEG", why}});
    }

    int byte() {
        if (at_ >= bytes_.size()) fail({"error.jpeg.ends"});
        return bytes_[at_++];
    }
    int two_bytes() {
        const int high = byte();
        return high << 8 | byte();
    }

    /// Padding may stand between segments up to the frame, as cameras write it; fill bytes anywhere.
    int next_marker() {
        int found = byte();
        while (found != 0xFF) {
            if (!components_.empty() || at_ < 3) fail({"error.jpeg.between"});
            found = byte();
        }
        while (found == 0xFF) found = byte();
        return found;
    }

    void segment(int marker) {
        if (marker < 0xC0 || marker == kStart || is_restart(marker)) fail({"error.jpeg.marker"});
        const int length = two_bytes();
        if (length < 2 || at_ + static_cast<std::size_t>(length) - 2 > bytes_.size())
            fail({"error.jpeg.segment"});
        end_ = at_ + static_cast<std::size_t>(length) - 2;
        if (marker == kHuffman) {
            while (at_ < end_) huffman_table();
        } else if (marker == kQuantisation) {
            while (at_ < end_) quantisation_table();
        } else if (marker == kRestartInterval) {
            if (length != 4) fail({"error.jpeg.restart"});
        } else if (is_frame(marker)) {
            frame_header(marker);
        } else if (marker == kScan) {
            scan_header();
            skip_scan();
            return;
        }
        at_ = end_;
    }

    /// Fails unless so many bytes are left in the segment; the key says of what.
    void need(std::size_t count, const char* part) const {
        if (end_ - at_ < count) fail({"error.jpeg.longer", {words::Message(part)}});
    }

    void huffman_table() {
        need(17, "error.jpeg.part.huffman");
        const int kind = byte();
        const auto id = static_cast<std::size_t>(kind & 15);
        if (kind >> 4 > 1 || id > 3) fail({"error.jpeg.huffman_number"});
        std::size_t symbols = 0;
        std::size_t codes = 0;  // used up, in units of the longest code
        for (int length = 1; length <= 16; ++length) {
            const auto count = static_cast<std::size_t>(byte());
            symbols += count;
            codes += count << (16 - length);
        }
        if (symbols > 256) fail({"error.jpeg.symbols", {symbols}});
        if (codes > 65536) fail({"error.jpeg.huffman_codes"});
        need(symbols, "error.jpeg.part.huffman");
        at_ += symbols;
        (kind >> 4 == 0 ? dc_ : ac_)[id] = true;
    }

    void quantisation_table() {
        need(1, "error.jpeg.part.quantisation");
        const int kind = byte();
        const auto id = static_cast<std::size_t>(kind & 15);
        if (kind >> 4 > 1 || id > 3) fail({"error.jpeg.quantisation_number"});
        const std::size_t size = kind >> 4 == 1 ? 128 : 64;
        need(size, "error.jpeg.part.quantisation");
        at_ += size;
        quantisation_[id] = true;
    }

    void frame_header(int marker) {
        if (!components_.empty()) fail({"error.jpeg.two_frames"});
        if (marker != 0xC0 && marker != 0xC1 && marker != kProgressive)
            throw FileError({"error.jpeg.kind", {name_}});
        progressive_ = marker == kProgressive;
        need(6, "error.jpeg.part.frame");
        const int bits = byte();
        if (bits != 8) throw FileError({"error.jpeg.bits", {name_, bits}});
        frame_.height = two_bytes();
        frame_.width = two_bytes();
        frame_.components = byte();
        if (frame_.width < 1 || frame_.height < 1) fail({"error.picture.no_pixels"});
        if (frame_.components != 1 && frame_.components != 3 && frame_.components != 4)
            fail({"error.jpeg.components", {frame_.components}});
        need(3 * static_cast<std::size_t>(frame_.components), "error.jpeg.part.frame");
        for (int i = 0; i < frame_.components; ++i) component();
        if (at_ != end_) fail({"error.jpeg.frame_length"});
    }

    void component() {
        Component component;
        component.id = byte();
        const int sampling = byte();
        component.quantisation = static_cast<std::size_t>(byte());
        const auto fits = [](int factor) { return factor == 1 || factor == 2 || factor == 4; };
        if (!fits(sampling >> 4) || !fits(sampling & 15)) fail({"error.jpeg.sampling"});
        if (component.quantisation > 3) fail({"error.jpeg.component_table"});
        for (const Component& other : components_)
            if (other.id == component.id) fail({"error.jpeg.same_name"});
        components_.push_back(component);
    }

    void scan_header() {
        if (components_.empty()) fail({"error.jpeg.scan_first"});
        need(1, "error.jpeg.part.scan");
        const int count = byte();
        if (count < 1 || count > frame_.components || end_ - at_ != 2 * static_cast<std::size_t>(count) + 3)
            fail({"error.jpeg.scan_length"});
        std::vector<std::pair<Component*, int>> scanned;
        for (int i = 0; i < count; ++i) {
            const int id = byte();
            const auto found = std::ranges::find(components_, id, &Component::id);
            if (found == components_.end()) fail({"error.jpeg.scan_missing"});
            for (const auto& [other, tables] : scanned)
                if (other == &*found) fail({"error.jpeg.scan_twice"});
            scanned.emplace_back(&*found, byte());
        }
        const int first = byte();
        const int last = byte();
        const bool refines = byte() >> 4 != 0;
        if (first > 63 || last > 63 || (progressive_ && first > last)) fail({"error.jpeg.coefficients"});
        for (const auto& [component, tables] : scanned) {
            const bool uses_dc = !progressive_ || (first == 0 && !refines);
            const bool uses_ac = !progressive_ || first > 0;
            check_tables(*component, uses_dc, static_cast<std::size_t>(tables >> 4), uses_ac,
                         static_cast<std::size_t>(tables & 15));
            component->scanned = true;
        }
    }

    void check_tables(const Component& component, bool uses_dc, std::size_t dc, bool uses_ac,
                      std::size_t ac) const {
        if (dc > 3 || ac > 3) fail({"error.jpeg.scan_huffman"});
        if ((uses_dc && !dc_[dc]) || (uses_ac && !ac_[ac])) fail({"error.jpeg.no_huffman"});
        if (!quantisation_[component.quantisation]) fail({"error.jpeg.no_quantisation"});
    }

    /// To the next marker behind the compressed data, in which FF 00 stands for FF.
    void skip_scan() {
        at_ = end_;
        while (true) {
            while (byte() != 0xFF) {
            }
            int next = byte();
            while (next == 0xFF) next = byte();
            if (next == 0 || is_restart(next)) continue;
            at_ -= 2;
            return;
        }
    }

    std::span<const std::uint8_t> bytes_;
    std::string name_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;  ///< of the segment that is being read
    JpegFrame frame_;
    bool progressive_ = false;
    std::vector<Component> components_;
    std::array<bool, 4> dc_{};
    std::array<bool, 4> ac_{};
    std::array<bool, 4> quantisation_{};
};

}  // namespace

JpegFrame check_jpeg(std::span<const std::uint8_t> bytes, const std::string& name) {
    const JpegFrame frame = JpegWalk(bytes, name).frame();
    // Each block of 8×8 values takes one bit at least.
    const std::int64_t blocks = ((frame.width + 7) / 8) * ((frame.height + 7) / 8);
    if (blocks / 8 > static_cast<std::int64_t>(bytes.size()))
        throw FileError({"error.picture.claims", {name, frame.width, frame.height, bytes.size()}});
    return frame;
}

}  // namespace io
