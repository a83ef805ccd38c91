#include "figure/qr.h"

#include "words/message.h"

#if POOLSCOPE_QR
#include <memory>
#include <string_view>

#include <qrencode.h>

namespace figure {

namespace {

constexpr int kQuietModules = 4;

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

/// One pixel a module.
std::shared_ptr<Pixels> modules_of(const QRcode& code) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = pixels->height = code.width + 2 * kQuietModules;
    pixels->rgba.assign(4 * static_cast<std::size_t>(pixels->width * pixels->height), 255);
    for (int y = 0; y < code.width; ++y) {
        for (int x = 0; x < code.width; ++x) {
            // The lowest bit says whether a module is dark.
            if ((code.data[y * code.width + x] & 1U) == 0) continue;
            const int at = (y + kQuietModules) * pixels->width + x + kQuietModules;
            for (int part = 0; part < 3; ++part) pixels->rgba[static_cast<std::size_t>(4 * at + part)] = 0;
        }
    }
    return pixels;
}

}  // namespace

Drawing qr_code(const std::string& text, float module) {
    if (text.size() > kMostQrBytes) throw words::Error({"error.qr.long", {text.size(), kMostQrBytes}});
    const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeData(
        static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_L));
    if (!code) throw words::Error({"error.qr.long", {text.size(), kMostQrBytes}});
    const auto pixels = modules_of(*code);
    const float side = module * static_cast<float>(pixels->width);
    Drawing drawing;
    drawing.size = {side, side};
    const Group group(drawing, "qr");
    drawing.add(Image{{0, 0, side, side}, pixels, std::hash<std::string>{}(text)});
    return drawing;
}

}  // namespace figure

#else

namespace figure {

Drawing qr_code(const std::string&, float) { throw words::Error({"error.qr.missing"}); }

}  // namespace figure

#endif
