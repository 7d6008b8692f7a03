# One way to declare a library or program of this tree, so that every target has the same warnings and sanitizers.
add_library(tacit_flags INTERFACE)
target_include_directories(tacit_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(tacit_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees both in its own std::string and std::vector once it inlines them (GCC bugs 105651 and 105329); clang still looks.
  target_compile_options(tacit_flags INTERFACE -Wno-restrict -Wno-array-bounds)
endif()
if(TACIT_SANITIZE)
  target_compile_options(tacit_flags INTERFACE -fsanitize=${TACIT_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(tacit_flags INTERFACE -fsanitize=${TACIT_SANITIZE})
endif()
if(TACIT_FUZZ)
  target_compile_options(tacit_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# tacit_library(NAME SOURCES a.cpp b.cpp LINKS other ... [PRIVATE_LINKS third-party ...])
function(tacit_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC tacit_flags ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# tacit_program(NAME SOURCES main.cpp LINKS other ...)
function(tacit_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE tacit_flags ${ARG_LINKS})
endfunction()
