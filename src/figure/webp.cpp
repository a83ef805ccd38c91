#include <memory>

#include <webp/encode.h>
#include <webp/mux.h>

#include "figure/animation.h"
#include "words/message.h"

namespace figure {

namespace {

struct DestroyEncoder {
    void operator()(WebPAnimEncoder* e) const { WebPAnimEncoderDelete(e); }
};

struct Picture {
    WebPPicture picture{};
    Picture() { WebPPictureInit(&picture); }
    ~Picture() { WebPPictureFree(&picture); }
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;
};

void need(bool good) {
    if (!good) throw words::Error({"error.figure.compress", {"WebP"}});
}

}  // namespace

std::vector<unsigned char> encode_webp(const Film& film) {
    WebPAnimEncoderOptions options;
    need(WebPAnimEncoderOptionsInit(&options) != 0);
    options.anim_params.loop_count = film.loop ? 0 : 1;
    const int width = film.frames.front().width;
    const int height = film.frames.front().height;
    const std::unique_ptr<WebPAnimEncoder, DestroyEncoder> encoder(
        WebPAnimEncoderNew(width, height, &options));
    need(encoder != nullptr);
    WebPConfig config;
    need(WebPConfigInit(&config) != 0);
    constexpr int kFast = 1;  // of 0 to 9; drawings pack well at any
    need(WebPConfigLosslessPreset(&config, kFast) != 0);
    int time = 0;
    for (std::size_t i = 0; i < film.frames.size(); ++i) {
        Picture frame;
        frame.picture.use_argb = 1;
        frame.picture.width = width;
        frame.picture.height = height;
        need(WebPPictureImportRGBA(&frame.picture, film.frames[i].rgba.data(), width * 4) != 0);
        need(WebPAnimEncoderAdd(encoder.get(), &frame.picture, time, &config) != 0);
        time += film.milliseconds[i];
        if (film.each) film.each();
    }
    need(WebPAnimEncoderAdd(encoder.get(), nullptr, time, nullptr) != 0);
    WebPData data;
    WebPDataInit(&data);
    const bool assembled = WebPAnimEncoderAssemble(encoder.get(), &data) != 0;
    std::vector<unsigned char> bytes;
    if (assembled) bytes.assign(data.bytes, data.bytes + data.size);
    WebPDataClear(&data);
    need(assembled);
    return bytes;
}

}  // namespace figure
