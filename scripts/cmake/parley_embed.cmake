# parley_embed(module header name...): texts of src/<module> as functions `std::string_view name()` that `header`
# declares; compiled from a generated file, so that long texts stay texts. A name is that of a .txt file, or a path with
# its suffix: page/try.css becomes try_css().
function(parley_embed module header)
  set(code "// Generated from the files beside ${header}.\n#include \"${header}\"\n\nnamespace parley {\n")
  foreach(name IN LISTS ARGN)
    cmake_path(GET name EXTENSION suffix)
    set(source ${PROJECT_SOURCE_DIR}/src/${module}/${name})
    if(suffix STREQUAL "")
      string(APPEND source .txt)
    endif()
    cmake_path(GET name FILENAME function)
    string(MAKE_C_IDENTIFIER "${function}" function)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(READ ${source} text)
    # Nothing in a text is an expression of CMake's.
    string(REPLACE "$<" "$<1:$><" text "${text}")
    string(APPEND code "\nstd::string_view ${function}() {\n  return R\"text(${text})text\";\n}\n")
  endforeach()
  string(APPEND code "\n}  // namespace parley\n")
  cmake_path(GET header STEM stem)
  set(generated ${PROJECT_BINARY_DIR}/embedded/${module}_${stem}.cpp)
  file(GENERATE OUTPUT ${generated} CONTENT "${code}")
  target_sources(parley_${module} PRIVATE ${generated})
endfunction()

# migrations/NNNN_name.sql as migrations() of parley/database/migrations.hpp.
function(parley_embed_migrations module)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/migrations/*.sql)
  set(entries "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    cmake_path(GET file STEM name)
    file(READ ${file} text)
    string(REPLACE "$<" "$<1:$><" text "${text}")
    string(REGEX MATCH "^[0-9]+" digits ${name})
    math(EXPR number "1${digits} - 10000")
    string(APPEND entries "    {${number}, \"${name}\", R\"text(${text})text\"},\n")
  endforeach()
  set(generated ${PROJECT_BINARY_DIR}/embedded/${module}_migrations.cpp)
  file(GENERATE OUTPUT ${generated} CONTENT "// Generated from migrations/.
#include <array>

#include \"parley/database/migrations.hpp\"

namespace parley {

std::span<const Migration> migrations() {
  static const auto kMigrations = std::to_array<Migration>({
${entries}  });
  return kMigrations;
}

}  // namespace parley
")
  target_sources(parley_${module} PRIVATE ${generated})
endfunction()
