#include <iostream>

#include "app/commands.h"

int main(int argc, char** argv) { return app::run({argv + 1, argv + argc}, std::cout, std::cerr); }
