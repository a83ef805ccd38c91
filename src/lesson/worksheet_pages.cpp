#include "lesson/worksheet_pages.h"

#include <algorithm>

#include "document/samples.h"
#include "figure/lines.h"
#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/qr.h"
#include "figure/sheet.h"
#include "figure/text.h"
#include "io/link.h"
#include "lesson/worksheet_items.h"
#include "pool/notation.h"

namespace lesson {

namespace {

using namespace figure;

constexpr float kMargin = 42;
constexpr float kGap = 20;  // between exercises
constexpr float kFooter = 20;
constexpr float kTitle = 15;
constexpr float kModuleOnPaper = 1.5F;

Point paper_size(Paper paper) {
    constexpr float kMillimetre = 72 / 25.4F;
    return paper == Paper::letter ? Point{612, 792} : Point{210 * kMillimetre, 297 * kMillimetre};
}

/// Lays pictures out from left to right and from top to bottom, on as many pages as that takes.
class Pages {
 public:
    explicit Pages(Point size) : size_(size) {
        pages_.emplace_back();
        pages_.back().size = size;
    }

    float width() const { return size_.x - 2 * kMargin; }

    /// As wide as the page, below everything so far.
    void add_row(Drawing picture, float gap = kGap) {
        end_row();
        put(std::move(picture), width(), gap);
        end_row();
    }
    /// Beside the one before it where there is room; the next one stands `between` away.
    void add(Drawing picture, float room, float between = 0) {
        put(std::move(picture), room, kGap);
        x_ += between;
    }

    std::vector<Drawing> finish() {
        end_row();
        return std::move(pages_);
    }

 private:
    void put(Drawing picture, float room, float gap) {
        const Rect box = bounds(picture);
        if (x_ > 0 && x_ + room > width() + 0.5F) end_row();
        if (top_ + box.h > size_.y - kMargin - kFooter && top_ > kMargin) {
            end_row();
            pages_.emplace_back();
            pages_.back().size = size_;
            top_ = kMargin;
        }
        move(picture, kMargin + x_ - box.x, top_ - box.y);
        for (Primitive& item : picture.items) pages_.back().items.push_back(std::move(item));
        row_h_ = std::max(row_h_, box.h + gap);
        x_ += room;
    }
    void end_row() {
        top_ += row_h_;
        row_h_ = x_ = 0;
    }

    Point size_;
    std::vector<Drawing> pages_;
    float top_ = kMargin;
    float x_ = 0;
    float row_h_ = 0;
};

void write(Drawing& drawing, Point at, const std::string& text, float size, Face face = Face::text,
           Align align = Align::left) {
    drawing.add(Text{at, text, print_palette().ink, size, face, align});
}

/// The first exercise, or the first digit, as a link.
std::string link_of_first(const Worksheet& sheet) {
    const bool letters = sheet.kind->ask == Ask::letters;
    const pool::Evaluation& evaluation =
        letters ? sheet.matching.digits.front().evaluation : sheet.exercises.front().evaluation;
    io::Link link;
    if (letters) {
        link.document.input = document::find_sample(sheet.matching.digits.front().sample)->input;
    } else {
        link.document.input.base.values = std::make_shared<const pool::Tensor>(evaluation.map(0));
    }
    for (const pool::LayerResult& layer : evaluation.layers) link.document.stack.push_back(layer.layer);
    if (sheet.kind->ask == Ask::grad_input) {
        link.document.upstream.source = pool::Upstream::Source::values;
        link.document.upstream.values =
            std::make_shared<const pool::Tensor>(evaluation.gradient(evaluation.layers.size()));
        link.cursor.phase = pool::Phase::backward;
    }
    return io::to_link(link);
}

/// Title, places for name and date, what is to be done; at the right a code, where there is a link.
Drawing heading(const Worksheet& sheet, const Words& words, bool answers, float width,
                const std::string& link) {
    Drawing drawing;
    if (!link.empty()) {
        Drawing code = qr_code(link, kModuleOnPaper);
        width -= code.size.x + kGap;
        move(code, width + kGap, 0);
        drawing = std::move(code);
    }
    const Group group(drawing, "heading");
    const std::string key = "worksheet." + std::string(sheet.kind->name);
    float y = 9;
    std::string title = words.label(key);
    if (answers) title += " — " + words.label("worksheet.answers");
    for (const std::string& line : lines_of(title, width, Face::text_bold, kTitle)) {
        write(drawing, {0, y}, line, kTitle, Face::text_bold);
        y += 1.4F * kTitle;
    }
    y += 3;
    if (!answers) {
        float x = 0;
        for (const auto& [name, line] : {std::pair{"worksheet.name", 0.4F}, {"worksheet.date", 0.2F}}) {
            const std::string label = words.label(name);
            write(drawing, {x, y}, label, 9);
            const float left = x + text_width(Face::text, 9, label) + 5;
            x = left + line * width;
            drawing.add(Polyline{{{left, y + 5}, {x, y + 5}}, print_palette().muted, 0.6F});
            x += 14;
        }
        y += 22;
    }
    for (const std::string& task : words.sentence(key + ".task")) {
        for (const std::string& line : lines_of(task, width, Face::text, 10)) {
            write(drawing, {0, y}, line, 10);
            y += 14;
        }
    }
    // The next row keeps its distance.
    drawing.add(RectFill{{0, 0, width, y}, {0, 0, 0, 0}});
    return drawing;
}

void add_exercises(Pages& pages, const Worksheet& sheet, const Words& words, bool answers) {
    const float half = (pages.width() - kGap) / 2;
    for (std::size_t i = 0; i < sheet.exercises.size(); ++i) {
        const ExerciseItem item{sheet.kind->ask, sheet.exercises[i], i + 1, words, answers};
        if (answers) {
            pages.add_row(item.with_wrong_answers(pages.width()));
        } else if (item.fits(half)) {
            pages.add(item.draw(half), half, kGap);
        } else {
            pages.add_row(item.draw(pages.width()));
        }
    }
}

void add_matching(Pages& pages, const Matching& matching, const Words& words, bool answers) {
    constexpr std::size_t kMostInRow = 5;
    const std::size_t count = matching.digits.size();
    const std::size_t rows = (count + kMostInRow - 1) / kMostInRow;
    const float room = pages.width() / static_cast<float>((count + rows - 1) / rows);
    for (const Matching::Digit& digit : matching.digits)
        pages.add(matching_map(digit, true, answers, room, words), room);
    Drawing line;
    line.add(Polyline{{{0, 0}, {pages.width(), 0}}, print_palette().line, 0.6F});
    pages.add_row(std::move(line));
    for (std::size_t place = 0; place < matching.digits.size(); ++place)
        pages.add(matching_map(*std::ranges::find(matching.digits, place, &Matching::Digit::place), false,
                               answers, room, words),
                  room);
    if (!answers) return;
    Drawing note;
    const auto name = [&](std::size_t i) { return matching.digits[i].sample.substr(6); };
    float y = 0;
    for (const std::string& sentence :
         words.sentence("worksheet.alike",
                        {name(matching.alike[0]), name(matching.alike[1]), number(matching.difference, 3)}))
        for (const std::string& text : lines_of(sentence, pages.width(), Face::text, 9)) {
            write(note, {0, y}, text, 9);
            y += 13;
        }
    pages.add_row(std::move(note));
}

}  // namespace

std::vector<Drawing> worksheet_pages(const Worksheet& sheet, const WorksheetLook& look) {
    std::vector<Strings> tongues;
    for (const Language language : look.languages) tongues.emplace_back(language);
    const Words words(std::move(tongues));
    Pages pages(paper_size(look.paper));
    pages.add_row(
        heading(sheet, words, look.answers, pages.width(), look.qr ? link_of_first(sheet) : std::string()),
        12);
    if (sheet.kind->ask == Ask::letters) {
        add_matching(pages, sheet.matching, words, look.answers);
    } else {
        add_exercises(pages, sheet, words, look.answers);
    }
    std::vector<Drawing> drawings = pages.finish();
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        Drawing& page = drawings[i];
        const Group group(page, "footer");
        const float y = page.size.y - kMargin + 8;
        const Color ink = print_palette().muted;
        page.add(Text{{kMargin, y}, look.footer, ink, 7, Face::mono});
        page.add(Text{{page.size.x - kMargin, y},
                      std::to_string(i + 1) + " / " + std::to_string(drawings.size()),
                      ink,
                      7,
                      Face::text,
                      Align::right});
    }
    return drawings;
}

}  // namespace lesson
