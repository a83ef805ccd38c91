#pragma once

#include "ui/widgets.h"

namespace ui {

// One panel per file. Each draws into the current ImGui window or child and changes the state only through
// AppState.
void top_bar(Frame& f);
void input_panel(Frame& f);
/// Where the input comes from, and what is done to a picture before it is fitted.
void picture_preparation(Frame& f);
void stack_panel(Frame& f);
void bench_panel(Frame& f);
void tower_panel(Frame& f);
/// Explanation and upstream gradient as tabs.
void right_panel(Frame& f);
void explanation_panel(Frame& f);
void code_panel(Frame& f);
void pins_panel(Frame& f);
void upstream_panel(Frame& f);
void timeline_panel(Frame& f);
/// What is left of the timeline when presenting.
void presenting_strip(Frame& f);
/// Spotlight, pen and black screen, over everything else.
void overlay(Frame& f);
void message_bar(Frame& f);
/// The step or challenge that runs, below the picture; 0: there is none.
float lesson_card_height(const Frame& f);
void lesson_card(Frame& f);
void file_dialog(Frame& f);
void data_chooser(Frame& f);
/// ◀ item / items · label ▶, where the input is an item of a set.
void data_stepper(Frame& f);
/// A refusal in the colour of errors, broken into lines; nothing where it is empty.
void error_line(Frame& f, const words::Message& error);
void close_question(Frame& f);
void export_sheet(Frame& f);
void worksheet_sheet(Frame& f);
/// What was done, said in passing, over everything else.
void toast(Frame& f);
void cell_editor(Frame& f);
void help_sheet(Frame& f);
void command_palette(Frame& f);

}  // namespace ui
