#pragma once

#include <string>

#include "pool/params.h"
#include "words/message.h"

namespace ui {

class AppState;

// Edits of the stack, each one undo step. Positions count all layers of the document, switched off ones too.
void add_layer(AppState& app, const std::string& kind);
void insert_layer(AppState& app, std::size_t place, const std::string& kind);
void remove_layer(AppState& app, std::size_t position);
void duplicate_layer(AppState& app, std::size_t position);
void toggle_layer(AppState& app, std::size_t position);
void move_layer(AppState& app, std::size_t from, std::size_t to);
/// Sets a parameter; a value equal to the default is left out, so that the notation stays short.
void set_parameter(AppState& app, std::size_t position, const pool::ParamSpec& spec, pool::Value value);
/// Replaces the stack by what the notation says. Returns the reason when it cannot be read.
words::Message set_notation(AppState& app, const std::string& text);

/// The open card, if its layer still exists.
bool has_card(const AppState& app);
bool can_move(const AppState& app, int by);
void move_card(AppState& app, int by);

}  // namespace ui
