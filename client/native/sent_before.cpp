#include "client/native/sent_before.h"

#include "crypto/base/running_sha256.h"

namespace tacit::native {
namespace {

class Search {
public:
    Search(const Spool& spool, const wire::TaskId& task, const AnswersFile& file)
        : spool_(spool), task_(task), file_(file) {
        before_.files.assign(file.lines.size(), file.hash);
    }

    bool known_as(const Sha256& hash) const {
        const auto entry = spool_.find(task_, spool_.name_of_line(task_, hash, next().number));
        return !entry || entry->state != Spool::State::absent;  // an entry that cannot be read was something once
    }
    // Whether the file once ended here, after line `number`: its lines since the last known end went out as that file.
    void try_end(std::uint64_t number, const Sha256& hash) {
        if (done() || next().number > number || !known_as(hash)) return;
        while (!done() && next().number <= number) before_.files[before_.first_new++] = hash;
    }
    void all_known() { before_.first_new = file_.lines.size(); }
    bool done() const { return before_.first_new == file_.lines.size(); }
    SentBefore take() { return std::move(before_); }

private:
    const AnswersLine& next() const { return file_.lines[before_.first_new]; }

    const Spool& spool_;
    const wire::TaskId& task_;
    const AnswersFile& file_;
    SentBefore before_;
};

}  // namespace

SentBefore sent_before(const Spool& spool, const wire::TaskId& task, std::string_view text, const AnswersFile& file) {
    Search search(spool, task, file);
    if (search.done() || spool.count(task) == 0) return search.take();
    if (search.known_as(file.hash)) {
        search.all_known();
        return search.take();
    }
    RunningSha256 hash;
    for (std::uint64_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        const bool carriage_return = line.ends_with('\r');
        hash.add(as_bytes(line.substr(0, line.size() - (carriage_return ? 1 : 0))));
        search.try_end(number, hash.so_far());  // the earlier version may have lacked the last line's end
        if (carriage_return) hash.add(as_bytes("\r"));
        if (line.size() < text.size()) hash.add(as_bytes("\n"));
        search.try_end(number, hash.so_far());
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return search.take();
}

}  // namespace tacit::native
