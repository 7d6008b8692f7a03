// 128-bit unsigned arithmetic behind one alias, so that -Wpedantic stays on everywhere else.
#pragma once

namespace tacit {
__extension__ using u128 = unsigned __int128;
}
