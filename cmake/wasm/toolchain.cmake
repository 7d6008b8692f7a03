# clang for wasm32-wasi: the compiler of the form's engine. Only headers that are named here are found: clang's own
# search for this target ends in /usr/include, where every library's native header would be taken without a word.
set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_C_COMPILER clang)
set(CMAKE_CXX_COMPILER clang++)
set(CMAKE_AR llvm-ar)
set(CMAKE_RANLIB llvm-ranlib)
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})

# No path of this machine may get into the module: two builds give the same bytes.
set(common "-nostdlibinc -D_WASI_EMULATED_SIGNAL -ffunction-sections -fdata-sections")
string(APPEND common " -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=${CMAKE_BINARY_DIR}/=")
set(libc "-isystem /usr/include/wasm32-wasi")
set(CMAKE_C_FLAGS_INIT "${common} ${libc}")
set(CMAKE_CXX_FLAGS_INIT "${common} -isystem /usr/include/wasm32-wasi/c++/v1 ${libc} -fno-exceptions -fno-rtti")
# Its std::array has no <=> yet; the types that ask for one are compared for equality alone here.
string(APPEND CMAKE_CXX_FLAGS_INIT " -Wno-defaulted-function-deleted")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-mexec-model=reactor -Wno-unused-command-line-argument")
string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -Wl,--gc-sections,--strip-all,-z,stack-size=1048576,--stack-first")
set(CMAKE_C_STANDARD_LIBRARIES_INIT "-lwasi-emulated-signal")
set(CMAKE_CXX_STANDARD_LIBRARIES_INIT "-lwasi-emulated-signal")

set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
