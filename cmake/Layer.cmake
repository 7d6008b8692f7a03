# One way to declare a library or program of this tree, so that every target has the same warnings and sanitizers.
add_library(tacit_flags INTERFACE)
target_include_directories(tacit_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(tacit_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Once g++ 12 inlines its own std::string, std::vector and std::optional it warns of what cannot happen in them (GCC bugs
  # 105651, 105329, 80635); clang, which builds the fuzzers with the same warnings, still looks.
  target_compile_options(tacit_flags INTERFACE
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overread -Wno-stringop-overflow -Wno-maybe-uninitialized)
  # Of sources that are compiled as one it takes every source for a header.
  target_compile_options(tacit_flags INTERFACE $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-subobject-linkage>)
endif()
if(TACIT_SANITIZE)
  target_compile_options(tacit_flags INTERFACE -fsanitize=${TACIT_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(tacit_flags INTERFACE -fsanitize=${TACIT_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(tacit_flags INTERFACE
      -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/cmake/sanitizer_ignorelist.txt)
  endif()
endif()

# Every preset but debug compiles several sources of a target as one (CMAKE_UNITY_BUILD), in half the time; in debug a
# forgotten include shows. Sources that use a private name of another for something else stand APART.

# tacit_library(NAME SOURCES a.cpp b.cpp LINKS other ... [PRIVATE_LINKS third-party ...] [APART b.cpp])
function(tacit_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS;APART" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  set_source_files_properties(${ARG_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_link_libraries(${name} PUBLIC tacit_flags ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  if(TACIT_FUZZ)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)  # which inputs reach new code
  endif()
endfunction()

# tacit_program(NAME SOURCES main.cpp LINKS other ...)
function(tacit_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE tacit_flags ${ARG_LINKS})
endfunction()
