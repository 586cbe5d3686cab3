# cmake -DSOURCE=… -DOUT=… -DVERSION=… -P write_commit.cmake
# The commit comes from git; in an exported tree from archived_commit.txt, which `git archive` fills in.
set(commit "")
find_program(git git)
if(git AND EXISTS ${SOURCE}/.git)
  # safe.directory: the tree may belong to another user than the one who builds, e.g. in a container.
  execute_process(COMMAND ${git} -c safe.directory=* describe --always --dirty --abbrev=12 --match=v*
    WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(commit STREQUAL "")
  file(READ ${SOURCE}/scripts/cmake/archived_commit.txt commit)
  string(STRIP "${commit}" commit)
  if(commit MATCHES "Format")
    set(commit "unknown")
  endif()
endif()
set(text "// Made by scripts/cmake/write_commit.cmake.
#pragma once

#define PARLEY_VERSION \"${VERSION}\"
#define PARLEY_COMMIT \"${commit}\"
")
set(before "")
if(EXISTS ${OUT})
  file(READ ${OUT} before)
endif()
if(NOT before STREQUAL text)
  file(WRITE ${OUT} "${text}")
endif()
