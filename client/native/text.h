// Text for a terminal of any width: words wrapped by the columns they take, not by their bytes.
//
// A column count is the usual approximation: combining marks take none, wide East Asian characters and pictures two,
// everything else one. Bytes that are not UTF-8 count one column each and are never cut apart from their neighbours.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tacit::native {

// Columns that `text` takes on one line.
std::size_t columns(std::string_view text);

// Lines of at most `width` columns (a longer word is broken between characters, an address not at all). A line feed in
// `text` ends a line; an empty paragraph stays an empty line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// As wrap(), the first line led by `first` and the others by blanks of the same width: "1  Not at all".
std::vector<std::string> wrap_after(std::string_view first, std::string_view text, std::size_t width);

// Replaces "{0}", "{1}", … by the arguments, so that a translation may put them in another order.
std::string fill_in(std::string_view pattern, const std::vector<std::string>& arguments);

// Drops control characters, so that a name from somebody else's file cannot steer the terminal. Line feeds stay.
std::string printable(std::string_view text);

}  // namespace tacit::native
