#include "app/lane_arguments.h"

#include <charconv>

#include "app/options.h"
#include "app/source.h"
#include "app/sweep_arguments.h"
#include "document/lane.h"
#include "document/raster.h"
#include "measure/sweep.h"

namespace app {

namespace {

/// "DX,DY" in cells, to the right and down. Throws UsageError.
void read_shift(const std::string& text, document::Transform& transform) {
    const char* end = text.data() + text.size();
    const auto [comma, first] = std::from_chars(text.data(), end, transform.dx);
    const bool good = first == std::errc{} && comma != end && *comma == ',';
    const auto [last, second] = good ? std::from_chars(comma + 1, end, transform.dy)
                                     : std::from_chars_result{comma, std::errc::invalid_argument};
    const auto possible = [](double v) { return v >= -1e6 && v <= 1e6; };
    if (second == std::errc{} && last == end && possible(transform.dx) && possible(transform.dy)) return;
    throw UsageError({"error.usage.lane_shift", {text}});
}

}  // namespace

void LaneArguments::add_transform_to(Options& command) {
    command.add("--shift", shift_, "DX,DY: B is moved so many cells to the right and down");
    command.add("--rotate", angle_, "B is turned by so many degrees, counter-clockwise")
        .between(-3600.0, 3600.0);
    command.add("--scale", scale_, "B is larger by this factor").between(0.01, 100.0);
    command.add("--shuffle", shuffle_, "The cells of B are shuffled; the number chooses how")
        .between(std::int64_t{1}, std::int64_t{1} << 31U);
}

void LaneArguments::add_to(Options& command) {
    add_transform_to(command);
    command.add("--input-b,--other-input", input_, "Another input for B: a picture, .npy, CSV or IDX file");
    command.add("--sample-b,--other-sample", sample_, "Another input for B: the name of a sample");
    command.add("--stack-b", stack_, "Another stack for B");
    command.add("--poolings-b", poolings_, "B's poolings are replaced: as-given, avg, max, subsample or blur")
        .one_of({"as-given", "avg", "max", "subsample", "blur"});
    command.add("--rule-b", rule_, "B's layers follow this framework's rule")
        .one_of({"pytorch", "onnx", "tensorflow", "caffe"});
    command.add("--ties-b", ties_, "How B treats equal maxima").one_of({"first", "last", "split", "all"});
}

void LaneArguments::apply(document::Document& document, Source& source) const {
    document::Lane& lane = document.other;
    if (!shift_.empty()) read_shift(shift_, lane.transform);
    if (angle_ != 0) lane.transform.angle = angle_;
    if (scale_ != 1) lane.transform.scale = scale_;
    if (shuffle_ != 0) lane.transform.shuffle = shuffle_;
    if (!input_.empty() && !sample_.empty()) throw UsageError({"error.usage.b_inputs"});
    if (!input_.empty()) lane.input = source.other_file(input_);
    if (!sample_.empty()) lane.input = source.other_sample("--sample-b", sample_);
    if (!stack_.empty()) {
        const document::Input& input = lane.input ? *lane.input : document.input;
        lane.stack = source.other_layers("--stack-b", stack_, document::input_shape(input));
    }
    if (!poolings_.empty()) {
        lane.poolings = *measure::find_replacement(poolings_);
        note_what_stays(source, lane.stack.value_or(document.stack), {lane.poolings});
    }
    if (!rule_.empty()) lane.rule = rule_;
    if (!ties_.empty()) lane.ties = ties_;
    check_fits(document::lane_b(document), "error.b_does_not_fit");
}

}  // namespace app
