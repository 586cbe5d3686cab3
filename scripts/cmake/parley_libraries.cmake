# Every third-party library, found once. A module names what it uses in CMakeLists.txt.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(date CONFIG REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(speexdsp REQUIRED IMPORTED_TARGET speexdsp)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(re REQUIRED IMPORTED_TARGET libre)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
# The serial build: a refit keeps to its one thread.
set(ENV{PKG_CONFIG_PATH} "/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial/pkgconfig:$ENV{PKG_CONFIG_PATH}")
pkg_check_modules(openblas REQUIRED IMPORTED_TARGET openblas)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)

# Debian's pocketsphinx.pc and sphinxbase.pc name include directories that do not exist (5prealpha+1-15, -16).
find_path(PARLEY_SPHINXBASE_INCLUDE sphinxbase/err.h REQUIRED)
find_path(PARLEY_POCKETSPHINX_INCLUDE pocketsphinx.h PATH_SUFFIXES pocketsphinx REQUIRED)
find_library(PARLEY_SPHINXBASE sphinxbase REQUIRED)
find_library(PARLEY_POCKETSPHINX pocketsphinx REQUIRED)
add_library(parley_pocketsphinx INTERFACE)
target_include_directories(parley_pocketsphinx SYSTEM INTERFACE
  ${PARLEY_POCKETSPHINX_INCLUDE} ${PARLEY_SPHINXBASE_INCLUDE} ${PARLEY_SPHINXBASE_INCLUDE}/sphinxbase)
target_link_libraries(parley_pocketsphinx INTERFACE ${PARLEY_POCKETSPHINX} ${PARLEY_SPHINXBASE})

# flite has no pkg-config file.
add_library(parley_flite INTERFACE)
target_link_libraries(parley_flite INTERFACE
  flite_cmu_us_slt flite_cmu_us_rms flite_cmu_us_awb flite_cmu_us_kal16 flite_cmu_us_kal
  flite_usenglish flite_cmulex flite m)
if(PARLEY_TESTS)
  find_package(GTest REQUIRED)
endif()
