# The third-party libraries of the form's engine, under the names that cmake/Dependencies.cmake gives them natively.
enable_language(C)
# Optimised as one program: a sixteenth less to download.
add_compile_options(-flto)
add_link_options(-flto)
set(TACIT_LIBSODIUM "" CACHE PATH "libsodium's source, from scripts/lib/libsodium-source")
set(TACIT_NATIVE_INCLUDE /usr/include CACHE PATH "Where rapidjson/ and tl/ are: headers, so for any target")

# Nothing else of that folder may be found.
set(headers ${CMAKE_BINARY_DIR}/include)
file(MAKE_DIRECTORY ${headers}/tl)
file(CREATE_LINK ${TACIT_NATIVE_INCLUDE}/rapidjson ${headers}/rapidjson SYMBOLIC)
file(CREATE_LINK ${TACIT_NATIVE_INCLUDE}/tl/expected.hpp ${headers}/tl/expected.hpp SYMBOLIC)
include_directories(SYSTEM ${headers})
add_library(tl::expected INTERFACE IMPORTED)

# Its configure script is not needed: files for other processors come out empty.
set(source ${TACIT_LIBSODIUM}/src/libsodium)
set(VERSION 1.0.18)
set(SODIUM_LIBRARY_VERSION_MAJOR 10)
set(SODIUM_LIBRARY_VERSION_MINOR 3)
configure_file(${source}/include/sodium/version.h.in ${CMAKE_BINARY_DIR}/libsodium/sodium/version.h @ONLY)
file(CREATE_LINK ${source}/include/sodium/export.h ${CMAKE_BINARY_DIR}/libsodium/sodium/export.h SYMBOLIC)
file(GLOB_RECURSE files CONFIGURE_DEPENDS ${source}/*.c)
add_library(sodium STATIC ${files})
target_compile_definitions(sodium PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1 SODIUM_STATIC)
target_compile_options(sodium PRIVATE -w -ffile-prefix-map=${TACIT_LIBSODIUM}/=libsodium/)
# X25519's table of functions is all that holds on to 30 kB of multiples of Ed25519's base point, which do not compress.
# The library multiplies by the base point the long way (crypto/hpke/kem_x25519.cpp); client/wasm/runtime.cpp has the
# other name.
set_source_files_properties(${source}/crypto_scalarmult/curve25519/ref10/x25519_ref10.c
  PROPERTIES COMPILE_DEFINITIONS ge25519_scalarmult_base=tacit_never_called)
# Signatures are checked a few times a visit, and what is hashed is short.
file(GLOB seldom ${source}/crypto_core/ed25519/ref10/*.c ${source}/crypto_sign/ed25519/ref10/*.c
  ${source}/crypto_hash/sha*/cp/*.c)
set_source_files_properties(${seldom} PROPERTIES COMPILE_OPTIONS -Oz)
target_include_directories(sodium PRIVATE ${source}/include/sodium ${CMAKE_BINARY_DIR}/libsodium/sodium)
target_include_directories(sodium SYSTEM PUBLIC ${source}/include ${CMAKE_BINARY_DIR}/libsodium)
add_library(PkgConfig::sodium ALIAS sodium)

# Named by targets that are declared here and never built.
add_library(OpenSSL::Crypto INTERFACE IMPORTED)

# A phone downloads all of it, and nearly all the time goes to the shares and proofs of one report.
function(tacit_prefer_size)
  foreach(target base hpke sign seal dp json wire instruments survey task client_core tacit_wasm passphrase_wasm)
    target_compile_options(${target} PRIVATE -Oz)
  endforeach()
  set_source_files_properties(${CMAKE_SOURCE_DIR}/crypto/circuits/questionnaire_config.cpp
    TARGET_DIRECTORY vdaf PROPERTIES COMPILE_OPTIONS -Oz)
endfunction()
