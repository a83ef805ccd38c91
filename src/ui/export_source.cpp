#include "ui/export_source.h"

#include "document/lane.h"
#include "listing/shown_code.h"
#include "work/evaluate.h"

namespace ui {

namespace {

figure::TowerShot tower_shot(const AppState& app, const ExportChoice& choice, const ShootTower& shoot) {
    if (!shoot) throw words::Error({"error.export.tower"});
    const work::Workspace& work = app.active();
    const auto [azimuth, elevation] = tower_angles(app);
    TowerFigure figure{work.document()};
    figure.cursor = work.cursor();
    figure.n = work.selection().item();
    figure.c = work.selection().channel();
    for (const work::Lineage& pin : work.selection().pinned()) figure.pins.push_back(pin.origin);
    figure.veil = app.veil();
    figure.sheet = choice.sheet;
    figure.dpi = choice.dpi;
    figure.azimuth = azimuth;
    figure.elevation = elevation;
    figure.orthographic = app.tower.camera.orthographic;
    figure.relief = app.tower.relief;
    figure.losers = app.tower.losers;
    figure.samples = app.tower.samples;
    return shoot(figure);
}

std::shared_ptr<const measure::Curves> curves_of(const document::Document& document) {
    // As the command does without --transform and --kinds.
    auto curves = std::make_shared<measure::Curves>();
    measure::Sweeper().run({document.input,
                            document.other.transform,
                            document.stack,
                            measure::Axis::shift_x,
                            measure::usual_steps(measure::Axis::shift_x),
                            {document::Replacement::as_given}},
                           *curves);
    return curves;
}

}  // namespace

std::string export_key(const AppState& app, const ExportChoice& choice, const pool::Cursor& cursor) {
    const work::Selection& selection = app.active().selection();
    std::string text = choice_text(choice) + choice.sheet.title + " " +
                       std::to_string(app.active().evaluation().id.number) + " " +
                       std::to_string(app.active().history().revision()) + " " + std::to_string(cursor.stage);
    for (const std::int64_t n :
         {static_cast<std::int64_t>(cursor.phase), static_cast<std::int64_t>(cursor.layer), cursor.window,
          std::int64_t{cursor.whole}, selection.item(), selection.channel(),
          static_cast<std::int64_t>(selection.pinned().size()), static_cast<std::int64_t>(app.code_language)})
        text += " " + std::to_string(n);
    if (choice.kind != "tower") return text;
    const auto [azimuth, elevation] = tower_angles(app);
    for (const float v : {azimuth, elevation, app.tower.relief}) text += " " + std::to_string(v);
    for (const bool on : {app.tower.losers, app.tower.camera.orthographic}) text += on ? " 1" : " 0";
    return text;
}

ExportScene::Of ExportScene::of(const AppState& app) {
    const work::Workspace& work = app.active();
    Of of{work.evaluation().id,
          work.history().revision(),
          {work.selection().item(), work.selection().channel()},
          {},
          app.veil(),
          app.code_language};
    for (const work::Lineage& pin : work.selection().pinned()) of.pins.push_back(pin.origin);
    return of;
}

ExportScene::ExportScene(const AppState& app)
    : of_(of(app)),
      evaluation_(app.veil().empty() ? app.active().evaluation()
                                     : work::veiled(app.active().evaluation(), app.veil())) {
    for (const pool::MapCell& pin : of_.pins) pins_.push_back(pool::trace(evaluation_, pin, true));
}

bool ExportScene::is_of(const AppState& app) const { return of_ == of(app); }

figure::FigureRequest ExportScene::request(const figure::PlateKind& kind, const pool::Cursor& cursor) const {
    figure::FigureRequest request{evaluation_};
    request.cursor = cursor;
    request.n = of_.plane.n;
    request.c = of_.plane.c;
    request.veil = of_.veil;
    int number = 0;
    for (const pool::Trace& pin : pins_) request.pins.push_back({&pin, 1, ++number});
    if (kind.needs.code)
        request.code = listing::shown_code(evaluation_, cursor, request.n, request.c, of_.language);
    return request;
}

std::shared_ptr<const ExportScene> ExportSource::scene(const AppState& app) {
    if (scene_ && scene_->is_of(app)) return scene_;
    other_.reset();
    curves_.reset();
    tower_.reset();
    tower_of_.clear();
    return scene_ = std::make_shared<const ExportScene>(app);
}

figure::FigureRequest ExportSource::request(const AppState& app, const ExportChoice& choice,
                                            const pool::Cursor& cursor, const ShootTower& shoot) {
    const figure::PlateKind& kind = *figure::find_plate(choice.kind);
    const document::Document& document = app.active().document();
    figure::FigureRequest request = scene(app)->request(kind, cursor);
    if (kind.needs.other && !other_) {
        document::Document compared = document;
        compared.other = document::compared_lane(document);
        other_ = work::evaluate(document::lane_b(compared));
        if (!app.veil().empty()) other_ = work::veiled(*other_, app.veil(), true);
    }
    if (kind.needs.other) request.other = &*other_;
    if (kind.needs.curves && !curves_) curves_ = curves_of(document);
    request.curves = curves_;
    if (!kind.needs.tower) return request;
    const std::string of = export_key(app, choice, cursor);
    if (of != tower_of_) {
        tower_.reset();
        tower_ = std::make_shared<figure::TowerShot>(tower_shot(app, choice, shoot));
        tower_of_ = of;
    }
    request.tower = tower_;
    return request;
}

}  // namespace ui
