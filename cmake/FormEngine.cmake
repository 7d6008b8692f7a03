# Target form_engine: the engine of the form in BUILD/form-engine, as tacit.wasm and passphrase.wasm, and the same modules
# as script.
#
# Needs clang with its parts for wasm32-wasi, binaryen, node, and the source of libsodium. Where something is missing the
# form alone is left out: one line says why, and TACIT_FORM_ENGINE is false. Left out under sanitizers too, which cannot
# look into it.
set(TACIT_FORM_ENGINE FALSE CACHE INTERNAL "Whether the form's engine is built")
if(TACIT_SANITIZE OR TACIT_FUZZ)
  return()
endif()

set(missing)
foreach(program clang++ wasm-ld llvm-ar wasm-opt wasm2js node)  # clang itself runs wasm-opt where it finds one
  find_program(found_${program} ${program})
  mark_as_advanced(found_${program})
  if(NOT found_${program})
    list(APPEND missing ${program})
  endif()
endforeach()
file(GLOB builtins /usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a)
if(NOT EXISTS /usr/include/wasm32-wasi/c++/v1 OR NOT EXISTS /usr/lib/wasm32-wasi/libc.a OR NOT builtins)
  list(APPEND missing "wasi-libc, libc++-dev-wasm32, libclang-rt-dev-wasm32")
endif()
if(missing)
  string(JOIN ", " missing ${missing})
  message(WARNING "The form is left out: missing ${missing}. scripts/lib/install lists the packages.")
  return()
endif()

# One copy for all builds of this tree; another version of the script is another copy.
set(fetch ${CMAKE_SOURCE_DIR}/scripts/lib/libsodium-source)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${fetch})
file(SHA256 ${fetch} version)
string(SUBSTRING ${version} 0 12 version)
set(libsodium ${CMAKE_SOURCE_DIR}/build/libsodium-${version})
execute_process(COMMAND ${fetch} ${libsodium} RESULT_VARIABLE failed ERROR_VARIABLE why ERROR_STRIP_TRAILING_WHITESPACE)
if(failed)
  message(WARNING "The form is left out: ${why}")
  return()
endif()

include(ExternalProject)
set(TACIT_FORM_ENGINE_DIR ${CMAKE_BINARY_DIR}/form-engine CACHE INTERNAL "Where form_engine leaves its files")
set(modules tacit passphrase)
list(TRANSFORM modules REPLACE "(.+)" "${CMAKE_BINARY_DIR}/wasm/bin/\\1.wasm" OUTPUT_VARIABLE built)
ExternalProject_Add(form_engine_module
  PREFIX ${CMAKE_BINARY_DIR}/wasm-stamps
  SOURCE_DIR ${CMAKE_SOURCE_DIR}
  BINARY_DIR ${CMAKE_BINARY_DIR}/wasm
  CMAKE_ARGS
    --toolchain ${CMAKE_SOURCE_DIR}/cmake/wasm/toolchain.cmake
    -DCMAKE_BUILD_TYPE=Release
    -DTACIT_LIBSODIUM=${libsodium}
    -DCMAKE_C_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
  BUILD_COMMAND ${CMAKE_COMMAND} --build <BINARY_DIR> --target tacit_wasm passphrase_wasm
  BUILD_ALWAYS ON
  BUILD_BYPRODUCTS ${built}
  INSTALL_COMMAND "")

set(files)
foreach(name ${modules})
  set(module ${CMAKE_BINARY_DIR}/wasm/bin/${name}.wasm)
  set(made ${TACIT_FORM_ENGINE_DIR}/${name}.wasm ${TACIT_FORM_ENGINE_DIR}/${name}-wasm2js.js)
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${TACIT_FORM_ENGINE_DIR}
    COMMAND ${CMAKE_COMMAND} -E copy ${module} ${TACIT_FORM_ENGINE_DIR}/${name}.wasm
    COMMAND ${found_node} ${CMAKE_SOURCE_DIR}/client/wasm/script_module.mjs ${found_wasm2js} ${module}
            ${TACIT_FORM_ENGINE_DIR}/${name}-wasm2js.js
    DEPENDS form_engine_module ${module} ${CMAKE_SOURCE_DIR}/client/wasm/script_module.mjs
    VERBATIM)
  list(APPEND files ${made})
endforeach()
add_custom_target(form_engine ALL DEPENDS ${files})
set(TACIT_FORM_ENGINE TRUE CACHE INTERNAL "")
