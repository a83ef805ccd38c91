#include "figure/export.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <cairo-pdf.h>

#include "figure/cairo_painter.h"
#include "figure/raster.h"
#include "figure/svg.h"
#include "figure/tikz.h"
#include "words/message.h"
#include "words/utf8.h"

namespace figure {

namespace {

using Bytes = std::vector<unsigned char>;
constexpr float kPointsOfAnInch = 72;
constexpr std::array kEndings = {
    std::pair{FileKind::png, std::string_view(".png")}, std::pair{FileKind::svg, std::string_view(".svg")},
    std::pair{FileKind::pdf, std::string_view(".pdf")}, std::pair{FileKind::tex, std::string_view(".tex")}};

cairo_status_t append(void* context, const unsigned char* data, unsigned length) {
    auto* bytes = static_cast<Bytes*>(context);
    bytes->insert(bytes->end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

struct DestroyCairo {
    void operator()(cairo_t* c) const { cairo_destroy(c); }
};

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw words::Error({"error.figure.draw", {cairo_status_to_string(status)}});
}

/// Cairo writes the time into every PDF; equal figures are to be equal files.
void remove_time(Bytes& bytes) {
    constexpr std::string_view kName = "/CreationDate";
    const auto found = std::search(bytes.begin(), bytes.end(), kName.begin(), kName.end());
    if (found == bytes.end()) return;
    const auto end = std::find(found, bytes.end(), ')');
    if (end != bytes.end()) std::fill(found, end + 1, ' ');
}

Bytes write_pdf(std::span<const Drawing> pages, const FileOptions& options) {
    Bytes bytes;
    const Point first = pages.front().size;
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, static_cast<double>(first.x),
                                                              static_cast<double>(first.y)));
    check(cairo_surface_status(surface.get()));
    if (!options.title.empty())
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, options.title.c_str());
    if (!options.description.empty())
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_SUBJECT,
                                       options.description.c_str());
    {
        const std::unique_ptr<cairo_t, DestroyCairo> cairo(cairo_create(surface.get()));
        CairoPainter painter(cairo.get());
        for (const Drawing& page : pages) {
            cairo_pdf_surface_set_size(surface.get(), static_cast<double>(page.size.x),
                                       static_cast<double>(page.size.y));
            painter.paint(RectFill{{0, 0, page.size.x, page.size.y}, options.ground, 0});
            replay(page, painter);
            cairo_show_page(cairo.get());
        }
        check(cairo_status(cairo.get()));
    }
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    remove_time(bytes);
    return bytes;
}

}  // namespace

FileKind kind_of_path(const std::filesystem::path& path) {
    const std::string extension = words::lower_ascii(path.extension().string());
    for (const auto& [kind, ending] : kEndings)
        if (extension == ending) return kind;
    throw words::Error({"error.figure.kind", {extension}});
}

std::string_view ending_of(FileKind kind) {
    return std::ranges::find(kEndings, kind, [](const auto& row) { return row.first; })->second;
}

Bytes render_file(const Drawing& drawing, FileKind kind, const FileOptions& options) {
    if (kind == FileKind::pdf) return write_pdf({&drawing, 1}, options);
    if (kind == FileKind::png)
        return encode_png(rasterize(drawing, options.ground, options.dpi / kPointsOfAnInch), options.dpi);
    const std::string text =
        kind == FileKind::tex
            ? write_tikz(drawing, options.ground, {options.title, options.description})
            : write_svg(drawing, options.ground,
                        {options.text_as_paths, options.cells_as_pixels, options.title, options.description});
    return {text.begin(), text.end()};
}

Bytes render_pages(std::span<const Drawing> pages, const FileOptions& options) {
    return write_pdf(pages, options);
}

}  // namespace figure
