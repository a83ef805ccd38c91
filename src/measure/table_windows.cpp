#include "measure/table.h"
#include "measure/windows.h"

namespace measure {

namespace {

/// Layer and output cell at the front of the arguments.
struct Window {
    const pool::Evaluation& e;
    std::size_t layer;
    pool::Cell cell;
};
Window window(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    const std::size_t layer = call.layer(0);
    return {e, layer, call.cell(1, e.map(layer))};
}
/// Layer and the plane of its output that is shown.
Window layer_plane(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    const std::size_t layer = call.layer(0);
    return {e, layer, call.plane(e.map(layer))};
}
/// Layer and a cell of its input.
Window below(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    const std::size_t layer = call.layer(0);
    return {e, layer, call.cell(1, e.map(layer - 1))};
}

/// Layer given as a row or column alone: the other coordinate is 0.
Window line(const Call& call, bool row) {
    const pool::Evaluation& e = call.subject.a();
    const std::size_t layer = call.layer(0);
    pool::Cell cell = call.plane(e.map(layer));
    (row ? cell.y : cell.x) = call.whole(1);
    if (!e.map(layer).contains(cell))
        throw MeasureError({row ? "error.measure.row" : "error.measure.column", {call.whole(1)}});
    return {e, layer, cell};
}
Window row(const Call& call) { return line(call, true); }
Window column(const Call& call) { return line(call, false); }

Value value_of(std::int64_t number) { return number; }
Value value_of(const pool::Cell& cell) {
    if (cell.n < 0) throw MeasureError({"error.measure.no_winner"});
    return List{cell.y, cell.x};
}
Value value_of(const Span& span) { return List{span.first, span.last}; }
/// One number where both axes agree.
Value value_of(const Steps& steps) {
    if (steps.h == steps.w) return steps.h;
    return List{steps.h, steps.w};
}
Value value_of(const Field& field) { return List{field.h, field.w}; }

/// What a function of windows.h says of the window, plane or cell that the arguments name.
template <auto Function, Window (*Named)(const Call&)>
Value at(const Call& call) {
    const Window w = Named(call);
    return value_of(Function(w.e, w.layer, w.cell));
}

Value taps(const Call& call) {
    const Window w = window(call);
    List list;
    for (const pool::Tap& tap : read_taps(w.e, w.layer, w.cell)) list.emplace_back(tap.value);
    return list;
}
Value tap_cells(const Call& call) {
    const Window w = window(call);
    List list;
    for (const pool::Tap& tap : read_taps(w.e, w.layer, w.cell)) list.emplace_back(List{tap.y, tap.x});
    return list;
}
Value division(const Call& call) {
    const Window w = window(call);
    const double by = divisor(w.e, w.layer, w.cell);
    if (by == 0) throw MeasureError({"error.measure.divisor", {w.layer}});
    return by;
}
Value tie_in_all(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    return tied_in_all(e, call.plane(e.output()));
}
Value window_stride(const Call& call) { return value_of(stride(call.subject.a(), call.layer(0))); }
Value effective_stride(const Call& call) {
    const std::size_t map = call.map(0);
    const pool::Evaluation& e = call.subject.a();
    return value_of(receptive_field(e, map, call.plane(e.map(map))).jump);
}
Value cells_read(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    return read_cells(e, call.plane(e.output()));
}
Value reduction(const Call& call) {
    const pool::LayerResult& layer = call.subject.a().layers[call.layer(0) - 1];
    switch (layer.kind->reduction(layer.layer.params)) {
        case pool::Reduction::select:
            return "select";
        case pool::Reduction::average:
            return "average";
        case pool::Reduction::sum:
            return "sum";
        case pool::Reduction::weighted:
            break;
    }
    return "weighted";
}

}  // namespace

std::span<const Measure> windows_table() {
    static constexpr Measure kTable[] = {
        {"taps", "l,y,x", "Values of the window's cells in reading order, padding left out.", taps},
        {"tap_cells", "l,y,x", "Those cells.", tap_cells},
        {"pads", "l,y,x", "Padding cells of the window.", at<pads, window>},
        {"div", "l,y,x", "What the window's sum is divided by.", division},
        {"rows", "l,y", "First and last row that output row y reads.", at<rows, row>},
        {"cols", "l,x", "First and last column that output column x reads.", at<columns, column>},
        {"shared", "l", "Columns that neighbouring windows share.", at<shared, layer_plane>},
        {"unread", "l", "Cells of the layer's input that are in no window.", at<unread, layer_plane>},
        {"windows_of", "l,y,x", "Windows that hold a cell of the layer's input.", at<windows_of, below>},
        {"winner", "l,y,x", "The cell whose value a window takes.", at<winner, window>},
        {"index", "l,y,x", "Its flat index, as the layer's framework counts.", at<index, window>},
        {"tied", "l,y,x", "Equal largest cells in a window.", at<tied, window>},
        {"ties", "l", "Windows with more than one of them.", at<ties, layer_plane>},
        {"tied_in_all", "", "Equal largest input cells that the last map's first cell depends on.",
         tie_in_all},
        {"source", "l,y,x", "The input cell at the end of the path of winners.", at<source, window>},
        {"busiest", "l", "The input cell of the layer that wins most windows.", at<busiest, layer_plane>},
        {"stride", "l", "How far a window is from its neighbour.", window_stride},
        {"rf", "l,y,x", "Height and width of the receptive field on the input.", at<receptive_field, window>},
        {"jump", "i", "The effective stride of map i on the input.", effective_stride},
        {"dropped_rows", "l", "Input rows that are lost at layer l.", at<dropped_rows, layer_plane>},
        {"read_cells", "", "Input cells that reach the last map.", cells_read},
        {"reduction", "l", "\"select\", \"average\", \"sum\" or \"weighted\".", reduction},
    };
    return kTable;
}

}  // namespace measure
