# Writes OUT/NAME.cpp with the bytes of FILES (separated by |). Called by poolscope_embed.
string(REPLACE "|" ";" FILES "${FILES}")
set(arrays "")
set(cases "")
set(number 0)
foreach(path IN LISTS FILES)
  get_filename_component(file_name ${path} NAME)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND arrays "const unsigned char k${number}[] = {${bytes}0};\n")
  string(APPEND cases
    "    if (file_name == \"${file_name}\") return {reinterpret_cast<const char*>(k${number}), sizeof(k${number}) - 1};\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT}/${NAME}.cpp "#include \"embedded/${NAME}.h\"
namespace {
${arrays}}  // namespace
namespace embedded {
std::string_view ${NAME}(std::string_view file_name) {
${cases}    return {};
}
}  // namespace embedded
")
