// What of a file went out before from this device: all of it, the lines of an earlier and shorter version, or nothing.
//
// The spool knows a line by the hash of its file and its number (design.md section 2), so a file that grew is another
// file to it. Here every beginning of a file that ends with a line is looked up too: its lines then keep the names
// under which they were sent, and only the others are new.
#pragma once
#include "client/native/answers_file.h"
#include "client/native/spool.h"

namespace tacit::native {

struct SentBefore {
    std::vector<Sha256> files;  // per answers line, the hash of the file as which it goes by
    // Index of the first line that no earlier run began to send; the number of lines if there is none.
    std::size_t first_new = 0;
};

// `text` is the whole file that `file` was read from.
SentBefore sent_before(const Spool& spool, const wire::TaskId& task, std::string_view text, const AnswersFile& file);

}  // namespace tacit::native
