#pragma once

#include <filesystem>

#include "document/document.h"
#include "figure/plates/plates.h"
#include "ui/settings.h"
#include "words/message.h"

namespace ui {

class AppState;

/// Opens a document, picture, array or table. A document takes the place of the work, anything else becomes
/// the input map; either can be undone. A file of several items or arrays asks for one first. Returns why it
/// cannot be read; the work is left as it is then.
words::Message try_open(AppState& app, const std::filesystem::path& path);
/// The same; a refusal is said above the view.
void open_path(AppState& app, const std::filesystem::path& path);
/// A new input map; how the one before was prepared is forgotten.
void use_as_input(AppState& app, document::Base base);
/// The first document, with nothing drawn; one undo step.
void begin_new(AppState& app);
/// Takes the clipboard's text: layers become the stack, a table the input. What is neither is said above the
/// view.
void paste(AppState& app, const std::string& text);
/// Saves the document. Returns why it cannot; the old file is left then.
words::Message try_save(AppState& app, std::filesystem::path path);

/// Open the file dialog for one task.
void begin_open(AppState& app);
void begin_save(AppState& app);
/// Opens the sheet of worksheets, with a name beside the document.
void open_worksheet(AppState& app);
/// Saves to the document's own path; asks for one where there is none.
void save_or_ask(AppState& app);

/// The style that the settings ask for, for the screen (`em` in pixels) and for figures.
figure::Style style_of(const Settings& settings, float em);
/// What the bench's plates show of the state.
figure::BenchView bench_view(AppState& app);

}  // namespace ui
