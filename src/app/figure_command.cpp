#include <algorithm>
#include <cmath>
#include <ostream>

#include "app/figure_job.h"
#include "app/tower_shot.h"
#include "document/lane.h"
#include "io/files.h"
#include "listing/shown_code.h"
#include "work/evaluate.h"

namespace app {

namespace {

pool::Evaluation other_evaluation(document::Document document) {
    document.other = document::compared_lane(document);
    return work::evaluate(document::lane_b(document));
}

std::shared_ptr<const measure::Curves> curves_of(const FigureJob& job) {
    measure::SweepRequest request = job.sweep;
    request.input = job.document.input;
    request.base = job.document.other.transform;
    request.stack = job.document.stack;
    auto curves = std::make_shared<measure::Curves>();
    measure::Sweeper().run(request, *curves);
    for (std::size_t k = 0; k < curves->kinds.size(); ++k)
        if (!curves->errors[k].empty())
            throw words::Error(
                {"error.usage.kind_fits", {measure::replacement_name(curves->kinds[k]), curves->errors[k]}});
    return curves;
}

}  // namespace

FigureSource::FigureSource(const FigureJob& job) : evaluation_(work::evaluate(job.document)) {
    if (job.kind->needs.other) other_ = other_evaluation(job.document);
    if (!job.veil.empty()) {
        evaluation_ = work::veiled(evaluation_, job.veil);
        if (other_) other_ = work::veiled(*other_, job.veil, true);
    }
    for (const pool::MapCell& pin : job.pins) traces_.push_back(pool::trace(evaluation_, pin, true));
    if (job.kind->needs.curves) curves_ = curves_of(job);
    if (job.kind->needs.tower) tower_ = std::make_shared<figure::TowerShot>(tower_shot(job));
}

figure::FigureRequest FigureSource::request(const FigureJob& job, const pool::Cursor& cursor) const {
    figure::FigureRequest request{evaluation_};
    request.other = other_ ? &*other_ : nullptr;
    request.name = job.name;
    request.other_name = job.other_name;
    request.cursor = cursor;
    request.curves = curves_;
    request.curve_measure = job.curve_measure;
    request.tower = tower_;
    if (job.kind->needs.code) request.code = listing::shown_code(evaluation_, cursor, job.n, job.c, job.code);
    request.veil = job.veil;
    request.n = job.n;
    request.c = job.c;
    request.map = job.map;
    request.windows = job.windows;
    request.labels = job.labels;
    for (figure::CellLabel label : job.labels) {
        // A letter goes along with its cell.
        const document::Lane lane = document::compared_lane(job.document);
        if (label.map == 0 && !lane.input)
            label.y += std::lround(lane.transform.dy), label.x += std::lround(lane.transform.dx);
        request.other_labels.push_back(label);
    }
    int number = 0;
    for (const pool::Trace& trace : traces_) request.pins.push_back({&trace, 1, ++number});
    return request;
}

std::vector<unsigned char> figure_file(const FigureJob& job, const std::filesystem::path& path,
                                       std::vector<words::Message>& notes) {
    const figure::FileKind kind = figure::kind_of_path(path);
    const FigureSource source(job);
    return figure::sheet_file(*job.kind, source.request(job), job.sheet, kind, job.file, &notes);
}

std::vector<words::Message> write_figure(const FigureJob& job, const std::filesystem::path& out) {
    std::vector<words::Message> notes;
    io::write_file_atomically(out, figure_file(job, out, notes));
    return notes;
}

void list_figures(std::ostream& print) {
    const figure::Strings strings;
    std::size_t longest = 0;
    for (const figure::PlateKind& kind : figure::plate_kinds()) longest = std::max(longest, kind.name.size());
    for (const figure::PlateKind& kind : figure::plate_kinds())
        print << kind.name << std::string(longest + 2 - kind.name.size(), ' ')
              << strings("plate." + std::string(kind.name)) << '\n';
}

}  // namespace app
