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

Value cell_value(const pool::Cell& cell) {
    if (cell.n < 0) throw MeasureError({"error.measure.no_winner"});
    return List{cell.y, cell.x};
}
Value span_value(const Span& span) { return List{span.first, span.last}; }
/// One number where both axes agree.
Value steps_value(const Steps& steps) {
    if (steps.h == steps.w) return steps.h;
    return List{steps.h, steps.w};
}
/// Layer given as a row or column alone: the other coordinate is 0.
Window row_or_column(const Call& call, bool row) {
    const pool::Evaluation& e = call.subject.a();
    const std::size_t layer = call.layer(0);
    pool::Cell cell = call.plane(e.map(layer));
    (row ? cell.y : cell.x) = call.whole(1);
    if (!e.map(layer).contains(cell))
        throw MeasureError({row ? "error.measure.row" : "error.measure.column", {call.whole(1)}});
    return {e, layer, cell};
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
Value pad_count(const Call& call) {
    const Window w = window(call);
    return pads(w.e, w.layer, w.cell);
}
Value division(const Call& call) {
    const Window w = window(call);
    const double by = divisor(w.e, w.layer, w.cell);
    if (by == 0) throw MeasureError({"error.measure.divisor", {w.layer}});
    return by;
}
Value rows_read(const Call& call) {
    const Window w = row_or_column(call, true);
    return span_value(rows(w.e, w.layer, w.cell));
}
Value columns_read(const Call& call) {
    const Window w = row_or_column(call, false);
    return span_value(columns(w.e, w.layer, w.cell));
}
Value shared_columns(const Call& call) {
    const Window w = layer_plane(call);
    return shared(w.e, w.layer, w.cell);
}
Value unread_cells(const Call& call) {
    const Window w = layer_plane(call);
    return unread(w.e, w.layer, w.cell);
}
Value window_count(const Call& call) {
    const Window w = below(call);
    return windows_of(w.e, w.layer, w.cell);
}
Value winning_cell(const Call& call) {
    const Window w = window(call);
    return cell_value(winner(w.e, w.layer, w.cell));
}
Value flat_index(const Call& call) {
    const Window w = window(call);
    return index(w.e, w.layer, w.cell);
}
Value tie_size(const Call& call) {
    const Window w = window(call);
    return tied(w.e, w.layer, w.cell);
}
Value tie_count(const Call& call) {
    const Window w = layer_plane(call);
    return ties(w.e, w.layer, w.cell);
}
Value tie_in_all(const Call& call) {
    const pool::Evaluation& e = call.subject.a();
    return tied_in_all(e, call.plane(e.output()));
}
Value source_pixel(const Call& call) {
    const Window w = window(call);
    return cell_value(source(w.e, w.layer, w.cell));
}
Value busiest_cell(const Call& call) {
    const Window w = layer_plane(call);
    return cell_value(busiest(w.e, w.layer, w.cell));
}
Value window_stride(const Call& call) { return steps_value(stride(call.subject.a(), call.layer(0))); }
Value field(const Call& call) {
    const Window w = window(call);
    const Field f = receptive_field(w.e, w.layer, w.cell);
    return List{f.h, f.w};
}
Value effective_stride(const Call& call) {
    const std::size_t map = call.map(0);
    const pool::Evaluation& e = call.subject.a();
    return steps_value(receptive_field(e, map, call.plane(e.map(map))).jump);
}
Value rows_dropped(const Call& call) {
    const Window w = layer_plane(call);
    return dropped_rows(w.e, w.layer, w.cell);
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
        {"pads", "l,y,x", "Padding cells of the window.", pad_count},
        {"div", "l,y,x", "What the window's sum is divided by.", division},
        {"rows", "l,y", "First and last row that output row y reads.", rows_read},
        {"cols", "l,x", "First and last column that output column x reads.", columns_read},
        {"shared", "l", "Columns that neighbouring windows share.", shared_columns},
        {"unread", "l", "Cells of the layer's input that are in no window.", unread_cells},
        {"windows_of", "l,y,x", "Windows that hold a cell of the layer's input.", window_count},
        {"winner", "l,y,x", "The cell whose value a window takes.", winning_cell},
        {"index", "l,y,x", "Its flat index, as the layer's framework counts.", flat_index},
        {"tied", "l,y,x", "Equal largest cells in a window.", tie_size},
        {"ties", "l", "Windows with more than one of them.", tie_count},
        {"tied_in_all", "", "Equal largest input cells that the last map's first cell depends on.",
         tie_in_all},
        {"source", "l,y,x", "The input cell at the end of the path of winners.", source_pixel},
        {"busiest", "l", "The input cell of the layer that wins most windows.", busiest_cell},
        {"stride", "l", "How far a window is from its neighbour.", window_stride},
        {"rf", "l,y,x", "Height and width of the receptive field on the input.", field},
        {"jump", "i", "The effective stride of map i on the input.", effective_stride},
        {"dropped_rows", "l", "Input rows that are lost at layer l.", rows_dropped},
        {"read_cells", "", "Input cells that reach the last map.", cells_read},
        {"reduction", "l", "\"select\", \"average\", \"sum\" or \"weighted\".", reduction},
    };
    return kTable;
}

}  // namespace measure
