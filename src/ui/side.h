#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "document/document.h"
#include "figure/plates/curves.h"
#include "figure/plates/side.h"
#include "measure/lanes.h"
#include "measure/shifts.h"
#include "measure/sweep_job.h"
#include "work/aside.h"
#include "work/live.h"

namespace work {
class Workspace;
}

namespace ui {

/// How the side-by-side view stands: what is chosen, dragged and switched on.
struct SideStand {
    std::size_t row = 1;      ///< the chosen map
    std::size_t last_of = 0;  ///< revision from which on the last map is chosen; 0: none is awaited
    std::size_t layer = 0;    ///< the cursor's layer that the row goes with
    bool large = false;       ///< the chosen row alone, both lanes with window and winner
    bool costs = false;       ///< costs in the place of the curves
    bool focus = false;       ///< the arrow keys move B
    float swipe = 1;          ///< in A's place: A left of it, B right of it, 0…1
    measure::Axis axis = measure::Axis::shift_x;
    figure::CurveMeasure measure = figure::CurveMeasure::relative_difference;
    bool kinds = false;   ///< curves also of the four replacements
    bool digits = false;  ///< the mean over the ten digits
    /// The classic case that was opened last: its pairs of digits stand beside it.
    bool digit_pairs = false;

    enum class Drag { none, move, turn, scale, swipe };
    Drag drag = Drag::none;
    document::Transform dragged_from;
    figure::Point drag_begin;
    std::map<std::string, std::string> typed;  ///< fields that are being typed into
    std::string refused;                       ///< why B's notation was not taken
    float strip = 0;                           ///< height of the controls above the maps
    bool turns = false;                        ///< the window is small: maps and curves take turns
    bool curves_turn = false;                  ///< then it is the curves' turn
    float curves_wait = 0, shifts_wait = 0;    ///< seconds that they have been made for
};

/// The two lanes of the side-by-side view and all that is worked out of them. Lane B is a second Live beside
/// the workspace's. Nothing is computed unless `follow` is called, which the view does while it is shown.
class Side {
 public:
    SideStand stand;

    /// Brings everything in step with the workspace. What takes longer than a frame is made aside: until it
    /// is there, what was made before stays.
    void follow(const work::Workspace& work);
    /// True while something is computed aside.
    bool busy() const { return (b_ && b_->busy()) || curves_job_.busy() || shifts_job_.busy(); }

    /// Lane B; `follow` comes first.
    const pool::Evaluation& b() const { return b_->evaluation(); }
    const measure::LanePair& pairs() const { return pairs_; }
    /// Why lane B's stack does not fit its input; what is shown of B is then the last that did.
    const words::Message& error() const { return error_; }

    /// Null while they are made for the first time.
    const measure::Curves* curves() const { return curves_ ? &*curves_ : nullptr; }
    const words::Message& curves_error() const { return curves_error_; }
    float curves_progress() const { return curves_job_.progress(); }
    bool curves_busy() const { return curves_job_.busy(); }
    const measure::ShiftStudy* shifts() const { return shifts_ ? &*shifts_ : nullptr; }
    float shifts_progress() const { return shifts_job_.progress(); }
    bool shifts_busy() const { return shifts_job_.busy(); }

    figure::LaneImages images;

 private:
    void follow_b(const work::Workspace& work);
    void follow_curves(const work::Workspace& work);
    void follow_shifts(const work::Workspace& work);

    /// Names a document: the input map's name is unique in the process, the revision in its history.
    struct DocumentKey {
        pool::EvaluationId input;
        std::size_t revision = 0;
        bool operator==(const DocumentKey&) const = default;
    };
    struct LanesKey {
        pool::EvaluationId a, b;
        document::Transform transform;
        bool operator==(const LanesKey&) const = default;
    };
    struct CurvesKey {
        DocumentKey document;
        measure::Axis axis = measure::Axis::shift_x;
        bool kinds = false, digits = false;
        bool operator==(const CurvesKey&) const = default;
    };
    struct ShiftsKey {
        pool::EvaluationId input;
        pool::Stack stack;
        std::size_t map = 0;
        bool operator==(const ShiftsKey&) const = default;
    };
    std::optional<work::Live> b_;
    std::optional<DocumentKey> followed_;
    words::Message error_;
    std::optional<LanesKey> compared_;
    measure::LanePair pairs_;
    std::optional<CurvesKey> swept_;
    std::optional<measure::SweepRequest> request_;
    std::optional<measure::Curves> curves_;
    words::Message curves_error_;
    measure::SweepJob curves_job_;
    std::optional<ShiftsKey> shifted_;
    std::optional<measure::ShiftStudy> shifts_;
    work::Aside<measure::ShiftStudy> shifts_job_;
};

}  // namespace ui
