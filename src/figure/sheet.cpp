#include "figure/sheet.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "figure/lines.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/qr.h"
#include "words/message.h"

namespace figure {

namespace {

constexpr float kPointsPerInch = 72;
constexpr float kPointsPerMillimetre = kPointsPerInch / 25.4F;
constexpr float kColumn = 84 * kPointsPerMillimetre;
constexpr float kPage = 174 * kPointsPerMillimetre;
constexpr float kBenchEm = 14;  // the text size for which a line is one point wide
constexpr float kCaptionLeastEm = 18;

struct Unit {
    std::string_view name;
    float points;
};
constexpr std::array kUnits = {Unit{"mm", kPointsPerMillimetre}, Unit{"cm", 10 * kPointsPerMillimetre},
                               Unit{"in", kPointsPerInch}, Unit{"pt", 1}, Unit{"px", kPointsPerInch / 96}};

/// Lines of text below `top`, left aligned; returns where they end.
float write_lines(Drawing& drawing, const std::vector<std::string>& lines, float top, float size, Face face,
                  Color ink) {
    for (const std::string& line : lines) {
        drawing.add(Text{{0, top + 0.65F * size}, line, ink, size, face});
        top += 1.35F * size;
    }
    return top;
}

void add_title(Drawing& drawing, const Sheet& sheet, const Style& style, float width) {
    if (sheet.title.empty()) return;
    const float size = 1.15F * style.em;
    const std::vector<std::string> lines = lines_of(sheet.title, width, Face::text_bold, size);
    move(drawing, 0, 1.35F * size * static_cast<float>(lines.size()) + 0.6F * style.em);
    const Group group(drawing, "title");
    write_lines(drawing, lines, 0, size, Face::text_bold, style.palette.ink);
}

void add_caption(Drawing& drawing, const std::vector<std::string>& caption, const Style& style, float width) {
    float top = bounds(drawing).bottom() + 0.9F * style.em;
    const Group group(drawing, "caption");
    for (const std::string& sentence : caption)
        top = write_lines(drawing, lines_of(sentence, width, Face::text, 0.95F * style.em), top,
                          0.95F * style.em, Face::text, style.palette.ink);
}

/// Read from the back row; whole pixels in a PNG of 144 dpi.
constexpr float kModuleOnScreen = 2;

/// Another drawing at the right, at the top.
void add_beside(Drawing& drawing, Drawing other, float x) {
    const Rect all = bounds(drawing);
    move(other, std::max(x, all.right()), all.y);
    for (Primitive& item : other.items) drawing.items.push_back(std::move(item));
}

/// A width that will do. What a plate says it lacks may not be all: its scale may need more than its maps.
float needed_width(const PlateKind& kind, FigureRequest request, float needed) {
    constexpr int kMostTries = 8;
    constexpr float kLittle = 1.02F;
    for (int i = 0; i < kMostTries; ++i) {
        request.width = needed;
        try {
            (void)kind.compose(request);
            break;
        } catch (const DoesNotFit& more) {
            needed = std::max(more.needed(), kLittle * needed);
        }
    }
    return needed;
}

/// What a plate lacks is said with what stands around it.
Figure compose_within(const PlateKind& kind, const FigureRequest& request, float around) {
    try {
        return kind.compose(request);
    } catch (const DoesNotFit& plate) {
        throw DoesNotFit(needed_width(kind, request, plate.needed()) + around, request.width + around);
    }
}

std::string whole_millimetres(float points) {
    return std::to_string(std::lround(points / kPointsPerMillimetre)) + " mm";
}

/// Multiplies every length of a primitive.
struct Enlarge {
    float factor;
    void point(Point& p) const { p = {factor * p.x, factor * p.y}; }
    void rect(Rect& r) const { r = {factor * r.x, factor * r.y, factor * r.w, factor * r.h}; }
    void operator()(Polyline& p) const {
        for (Point& q : p.points) point(q);
        p.width *= factor;
        p.dash *= factor;
    }
    void operator()(ConvexFill& p) const {
        for (Point& q : p.points) point(q);
    }
    void operator()(RectFill& p) const { rect(p.rect), p.radius *= factor; }
    void operator()(RectStroke& p) const {
        rect(p.rect);
        p.width *= factor;
        p.radius *= factor;
        p.dash *= factor;
    }
    void operator()(Cubic& p) const {
        for (Point* q : {&p.p0, &p.p1, &p.p2, &p.p3}) point(*q);
        p.width *= factor;
    }
    void operator()(Circle& p) const {
        point(p.center);
        p.radius *= factor;
        p.width *= factor;
    }
    void operator()(Text& p) const { point(p.at), p.size *= factor; }
    void operator()(Image& p) const { rect(p.rect); }
    void operator()(PushClip& p) const { rect(p.rect); }
    void operator()(PopClip&) const {}
    void operator()(BeginGroup&) const {}
    void operator()(EndGroup&) const {}
};

/// Puts a finished sheet into the middle of one of that aspect: as wide as it is where its width is given,
/// where what is too high is drawn smaller.
void give_aspect(Drawing& drawing, const Sheet& sheet) {
    constexpr float kLeastScale = 0.6F;
    const Point size = drawing.size;
    const float width = sheet.width > 0 ? size.x : std::max(size.x, size.y * sheet.aspect);
    const float height = width / sheet.aspect;
    const float factor = std::min(1.0F, height / size.y);
    if (factor < kLeastScale) throw DoesNotFit(kLeastScale * size.y * sheet.aspect, width);
    if (factor < 1) drawing = scaled(drawing, factor);
    move(drawing, (width - factor * size.x) / 2, (height - factor * size.y) / 2);
    drawing.size = {width, height};
}

}  // namespace

float read_length(std::string_view text) {
    if (text == "column") return kColumn;
    if (text == "page") return kPage;
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const auto found = std::ranges::find(kUnits, unit, &Unit::name);
    constexpr float kMost = 14400;  // 200 inches, PDF's limit
    if (error != std::errc{} || found == kUnits.end() || !(value > 0) || value * found->points > kMost)
        throw words::Error({"error.figure.length", {text}});
    return value * found->points;
}

std::string length_text(float points) {
    // Read again it is the same length.
    const std::string text = number(points / kPointsPerMillimetre, 5) + "mm";
    return read_length(text) == points ? text : exact_number(points) + "pt";
}

Style style_of(const Sheet& sheet) {
    Style style;
    style.palette = sheet.theme == Theme::dark    ? dark_palette()
                    : sheet.theme == Theme::print ? print_palette()
                                                  : light_palette();
    if (ground_of(sheet).a != 0) style.palette.paper = ground_of(sheet);
    style.activations =
        sheet.colors.value_or(sheet.theme == Theme::print ? Sequential::print : Sequential::viridis);
    style.em = sheet.font_size;
    style.line = sheet.font_size / kBenchEm;
    style.largest_number = 1.15F;
    style.digits = sheet.digits;
    return style;
}

Color ground_of(const Sheet& sheet) {
    switch (sheet.ground.value_or(sheet.theme == Theme::dark ? Ground::paper : Ground::white)) {
        case Ground::transparent:
            return {0, 0, 0, 0};
        case Ground::white:
            return {255, 255, 255, 255};
        case Ground::paper:
            break;
    }
    return sheet.theme == Theme::dark    ? dark_palette().paper
           : sheet.theme == Theme::print ? print_palette().paper
                                         : light_palette().paper;
}

Figure compose_sheet(const PlateKind& kind, FigureRequest request, const Sheet& sheet) {
    if (!kind.veils && !request.veil.empty())
        throw words::Error({"error.figure.veiled", {std::string(kind.name), plate_names(&PlateKind::veils)}});
    std::vector<Strings> tongues;
    for (const Language language : sheet.languages) tongues.emplace_back(language);
    request.style = style_of(sheet);
    request.words = Words(std::move(tongues));
    request.width = sheet.width > 0 ? sheet.width - 2 * sheet.margin : 0;
    request.numbers = sheet.numbers;
    request.legend = sheet.legend;
    request.names = sheet.names;
    const Drawing code = sheet.qr.empty() ? Drawing{} : qr_code(sheet.qr, kModuleOnScreen);
    const float beside = code.size.x > 0 ? code.size.x + sheet.font_size : 0;
    if (sheet.width > 0) request.width -= beside;
    if (sheet.width > 0 && request.width <= 0) throw DoesNotFit(2 * sheet.margin + beside + 1, sheet.width);
    Figure figure = compose_within(kind, request, 2 * sheet.margin + beside);
    // A caption says what the figure shows.
    if (!request.veil.empty()) figure.caption.clear();
    Drawing& drawing = figure.drawing;
    const float text_w =
        request.width > 0 ? request.width : std::max(drawing.size.x, kCaptionLeastEm * sheet.font_size);
    if (const float free = request.width - drawing.size.x; free > 0 && !request.so_far)
        move(drawing, free / 2, 0);
    add_title(drawing, sheet, request.style, text_w);
    if (sheet.caption) add_caption(drawing, figure.caption, request.style, text_w);
    if (beside > 0) add_beside(drawing, code, text_w + sheet.font_size);
    Rect all = bounds(drawing);
    if (request.so_far) all = {0, 0, std::max(all.right(), drawing.size.x), all.bottom()};
    const float width = request.width > 0 ? request.width + beside : all.right();
    // With a width, the sheet is exactly so wide.
    move(drawing, sheet.margin - (request.width > 0 ? 0.0F : all.x), sheet.margin - all.y);
    drawing.size = {width + 2 * sheet.margin - (request.width > 0 ? 0.0F : all.x), all.h + 2 * sheet.margin};
    if (sheet.aspect > 0) give_aspect(drawing, sheet);
    // A width is given for a page.
    if (sheet.width > 0 && drawing.size.y > kPageHeight)
        figure.notes.emplace_back("plate.high",
                                  std::initializer_list<words::Argument>{whole_millimetres(drawing.size.y),
                                                                         whole_millimetres(kPageHeight)});
    return figure;
}

std::vector<unsigned char> sheet_file(const PlateKind& kind, FigureRequest request, const Sheet& sheet,
                                      FileKind kind_of_file, FileOptions file,
                                      std::vector<words::Message>* notes) {
    const Figure figure = compose_sheet(kind, std::move(request), sheet);
    if (notes) notes->insert(notes->end(), figure.notes.begin(), figure.notes.end());
    file.ground = ground_of(sheet);
    file.title = sheet.title.empty() ? "Poolscope: " + std::string(kind.name) : sheet.title;
    file.description.clear();
    for (const std::string& sentence : figure.caption)
        file.description += (file.description.empty() ? "" : " ") + sentence;
    return render_file(figure.drawing, kind_of_file, file);
}

Drawing scaled(const Drawing& drawing, float factor) {
    Drawing result = drawing;
    result.size = {factor * drawing.size.x, factor * drawing.size.y};
    Enlarge enlarge{factor};
    for (Primitive& item : result.items) std::visit(enlarge, item);
    return result;
}

}  // namespace figure
