#include "collector/protocol/ledger_book.h"

#include <algorithm>

#include "collector/ops/failpoint.h"
#include "collector/protocol/close.h"
#include "collector/protocol/refuse.h"
#include "collector/protocol/refused_batches.h"
#include "collector/protocol/software.h"

namespace tacit::protocol {
namespace {

using Lines = std::span<const std::string>;

std::filesystem::path file_path(const std::filesystem::path& folder, const Task& task) {
    return folder / (wire::to_text(task.id) + '.' + std::string(wire::name(task.role)) + ".jsonl");
}

std::size_t common_prefix(Lines a, Lines b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

std::vector<wire::Interval> collected_in(std::span<const task::Entry> entries) {
    std::vector<wire::Interval> batches;
    for (const task::Entry& entry : entries)
        if (const auto* collected = std::get_if<task::BatchCollected>(&entry.event))
            batches.push_back(collected->batch);
    return batches;
}

// What was given up for ever by a person.
std::vector<wire::Interval> given_up_in(std::span<const task::Entry> entries) {
    using Reason = task::BatchRefused::Reason;
    std::vector<wire::Interval> batches;
    for (const task::Entry& entry : entries)
        if (const auto* refused = std::get_if<task::BatchRefused>(&entry.event);
            refused != nullptr && (refused->reason == Reason::restored || refused->reason == Reason::discarded))
            batches.push_back(refused->batch);
    return batches;
}

// When the task was closed, as the last line about it says.
std::optional<wire::Time> closed_in(std::span<const task::Entry> entries) {
    std::optional<wire::Time> closed;
    for (const task::Entry& entry : entries)
        if (const auto* line = std::get_if<task::TaskClosed>(&entry.event)) closed = line->closed;
    return closed;
}

// The latest line that admits a loss, for whoever remembers what was lost.
std::optional<std::string> last_incident(const task::Chain& chain, Lines lines) {
    for (std::size_t i = chain.entries.size(); i-- > 0;)
        if (std::holds_alternative<task::Incident>(chain.entries[i].event)) return lines[i];
    return std::nullopt;
}

Result<bool> last_admits_loss(store::Reader& reader, const Task& task) {
    TACIT_TRY(const auto last, reader.ledger_last(task.key));
    if (!last) return false;
    TACIT_TRY(const task::Entry entry, task::parse_entry(*last));
    return std::holds_alternative<task::Incident>(entry.event);
}

// Why a task stops whose ledger file and database do not go together; the remedy is the same each time.
std::string file_reason(const LedgerFile& file, const std::string& what, const Task& task) {
    return "the ledger file " + file.path().string() + ' ' + what +
           ". Stop this server and run tacit-collector restore --refuse-batches " + wire::to_text(task.id);
}

// Whether these lines of ours admit that this machine was put back. Then the power failed before the file that knows
// more was set aside.
Result<bool> admits_loss(Lines lines) {
    for (const std::string& line : lines) {
        TACIT_TRY(const task::Entry entry, task::parse_entry(line));
        if (std::holds_alternative<task::Incident>(entry.event)) return true;
    }
    return false;
}

// What a ledger file says that was found at the start, next to the database.
struct FileReview {
    LedgerBook::Opened opened;
    bool adopted = false;                   // lines of the file that the database had forgotten are in it again
    bool diverged = false;                  // the file holds something else than the database
    bool admitted = false;                  // but the database's own lines say that this machine was put back
    std::vector<wire::Interval> forgotten;  // batches that were collected, and the database does not know
    std::vector<wire::Interval> given_up;   // batches that were refused for ever, and the database does not know
    std::optional<wire::Time> closed;       // the closing that the database does not know
};
Result<FileReview> review_file(store::Tx& tx, const Task& task, const LedgerFile& file, Lines rows) {
    FileReview review;
    TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
    const auto stop = [&](const std::string& what) -> Result<void> {
        return state.stopped ? Result<void>{} : tx.stop_task(task.key, file_reason(file, what, task));
    };
    const std::size_t common = common_prefix(file.lines(), rows);
    const Lines only_in_file = Lines(file.lines()).subspan(common);
    const Lines only_in_rows = rows.subspan(common);
    review.opened.lines_restored = only_in_rows.size();
    if (only_in_file.empty()) {
        const bool explained = !only_in_rows.empty() && only_in_rows.front().starts_with(file.torn());
        if (!file.torn().empty() && !explained)
            TACIT_CHECK(stop("ends in a part of a line that the database does not have"));
        return review;
    }

    review.diverged = true;
    const auto chain = task::verify_chain(file.text(), own_ledger(task));
    if (!chain) {
        TACIT_CHECK(stop("is damaged (" + tacit::to_text(chain.error()) + ')'));
        return review;
    }
    const auto entries = std::span(chain->entries).subspan(common);
    review.forgotten = collected_in(entries);
    review.given_up = given_up_in(entries);
    review.closed = closed_in(entries);
    if (!only_in_rows.empty()) {
        TACIT_TRY(review.admitted, admits_loss(only_in_rows));
        if (!review.admitted) TACIT_CHECK(stop("and the database have different lines"));
        return review;
    }
    for (std::size_t i = 0; i < entries.size(); ++i)
        TACIT_CHECK(tx.append_ledger(task.key, entries[i].seq, only_in_file[i]));
    review.adopted = true;
    review.diverged = false;
    return review;
}

void append_to(std::vector<wire::Interval>& all, const std::vector<wire::Interval>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

Result<std::optional<Sha256>> noted_texts(store::Reader& reader, store::TaskKey task) {
    TACIT_TRY(const std::vector<std::string> lines, reader.ledger(task));
    for (const std::string& line : lines) {
        TACIT_TRY(const task::Entry entry, task::parse_entry(line));
        const auto* served = std::get_if<task::TextsServed>(&entry.event);
        if (served != nullptr && served->n == 1) return served->sha256;
    }
    return std::nullopt;
}

LedgerBook::Book& LedgerBook::book(const Task& task) const {
    const std::scoped_lock lock(mutex_);
    std::unique_ptr<Book>& book = books_[task.key.number];
    if (!book) book = std::make_unique<Book>();
    return *book;
}

Result<void> LedgerBook::open_file(const Task& task, Book& book) const {
    TACIT_TRY(book.file, LedgerFile::open(file_path(folder_, task)));
    return {};
}

Result<void> LedgerBook::set_file_aside(const Task& task, Book& book) const {
    TACIT_CHECK(book.file->set_aside());
    return open_file(task, book);
}

Result<void> LedgerBook::append(store::Tx& tx, const Task& task, const task::Event& event) const {
    TACIT_TRY(const auto last, tx.ledger_last(task.key));
    task::Entry entry;
    if (last) {
        TACIT_TRY(const task::Entry before, task::parse_entry(*last));
        entry.seq = before.seq + 1;
        entry.prev = sha256(as_bytes(*last));
    }
    entry.role = task.role;
    entry.task = task.id;
    entry.time = task.units(clock_.now());
    entry.event = event;
    return tx.append_ledger(task.key, entry.seq, task::sign_entry(entry, *task.signing_key));
}

Result<void> LedgerBook::sync(const Task& task) {
    Book& of_task = book(task);
    const std::scoped_lock lock(of_task.mutex);
    return sync(task, of_task);
}

Result<void> LedgerBook::sync(const Task& task, Book& book) const {
    if (!book.file) TACIT_CHECK(open_file(task, book));
    TACIT_TRY(const auto lines,
              store_.read("ledger: sync", [&](store::Reader& reader) { return reader.ledger(task.key); }));
    const std::size_t common = common_prefix(book.file->lines(), lines);
    if (common < book.file->lines().size())
        return fail(Fault::corrupt, "the ledger file and the database tell different stories",
                    book.file->path().string());
    TACIT_FAILPOINT("ledger.before_write");
    TACIT_CHECK(book.file->append({lines.begin() + static_cast<std::ptrdiff_t>(common), lines.end()}));
    TACIT_FAILPOINT("ledger.synced");
    return {};
}

Result<void> LedgerBook::note_texts(const Task& task, const Sha256& texts) {
    TACIT_CHECK(store_.write("ledger: texts", [&](store::Tx& tx) -> Result<void> {
        TACIT_TRY(const auto noted, noted_texts(tx, task.key));
        if (!noted) return append(tx, task, task::TextsServed{1, texts});
        if (*noted == texts) return {};
        return fail(Fault::refused, "this is not the wording that the ledger of this server names");
    }));
    return sync(task);
}

Result<std::string> LedgerBook::text(const Task& task) const {
    TACIT_TRY(const auto lines,
              store_.read("ledger: read", [&](store::Reader& reader) { return reader.ledger(task.key); }));
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

Result<LedgerBook::Opened> LedgerBook::open(const Task& task) {
    Book& of_task = book(task);
    const std::scoped_lock lock(of_task.mutex);
    TACIT_CHECK(open_file(task, of_task));
    const LedgerFile& file = *of_task.file;
    TACIT_TRY(const task::Cost cost, task::cost_of(task.compiled, task.terms.min_batch_size));

    TACIT_TRY(FileReview review, store_.write("ledger: open", [&](store::Tx& tx) -> Result<FileReview> {
        TACIT_TRY(const std::vector<std::string> rows, tx.ledger(task.key));
        if (rows.empty() && file.lines().empty())
            TACIT_CHECK(append(tx, task, task::TaskCreated{cost, std::string(kSoftware)}));
        TACIT_TRY(FileReview found, review_file(tx, task, file, rows));
        for (const wire::Interval& batch : found.given_up) {
            TACIT_TRY(const auto parts, refuse_interval(tx, task, batch));
            if (!found.adopted) TACIT_CHECK(append_refused(tx, task, parts));  // else the adopted line says so
            append_to(found.opened.batches_refused, parts);
        }
        for (const wire::Interval& batch : found.forgotten) {
            TACIT_TRY(const auto parts, refuse_interval(tx, task, batch));
            TACIT_CHECK(append_refused(tx, task, parts));
            append_to(found.opened.batches_refused, parts);
        }
        if (found.closed) {
            TACIT_TRY(const bool forgotten, mark_closed(tx, task, *found.closed));
            if (forgotten && !found.adopted) TACIT_CHECK(append(tx, task, task::TaskClosed{*found.closed}));
        }
        if (found.adopted) TACIT_CHECK(append(tx, task, task::Incident{task::Incident::Kind::restored_backup}));
        return found;
    }));
    if (review.admitted) TACIT_CHECK(set_file_aside(task, of_task));
    if (!review.diverged || review.admitted) TACIT_CHECK(sync(task, of_task));
    return std::move(review.opened);
}

Result<void> LedgerBook::append_refused(store::Tx& tx, const Task& task,
                                        std::span<const wire::Interval> batches) const {
    for (const wire::Interval& batch : batches)
        TACIT_CHECK(append(tx, task, task::BatchRefused{batch, task::BatchRefused::Reason::restored}));
    return {};
}

Result<std::string> LedgerBook::message(const Task& task) const {
    HeadMessage message;
    Book& of_task = book(task);
    TACIT_CHECK(store_.read("ledger: heads", [&](store::Reader& reader) -> Result<void> {
        TACIT_TRY(const store::TaskState state, reader.task_state(task.key));
        TACIT_TRY(const auto lines, reader.ledger(task.key));
        TACIT_TRY(const task::Chain chain, stored_chain(reader, task));
        message.mine_text = task::sign_head(head_of(chain, task.id, task.role), *task.signing_key);
        message.yours_text = state.peer_head.value_or("");
        message.incident = last_incident(chain, lines);
        return {};
    }));
    const std::scoped_lock lock(of_task.mutex);
    message.agreed = of_task.agreed;
    return to_text(message);
}

Result<HeadReview> LedgerBook::hear(const Task& task, const HeadMessage& message) const {
    TACIT_FAILPOINT("ledger.before_heads");
    TACIT_TRY(const HeadReview review, store_.write("ledger: heads", [&](store::Tx& tx) {
        return review_heads(tx, task, message, clock_.now());
    }));
    TACIT_FAILPOINT("ledger.heads_stored");
    Book& of_task = book(task);
    const std::scoped_lock lock(of_task.mutex);
    if (review.agreed) of_task.agreed = review.agreed;
    of_task.exchanged = !review.own_lost && !review.peer_behind;
    return review;
}

Result<std::string, wire::Problem> LedgerBook::answer(const Task& task, std::string_view text) {
    const auto theirs = open_head_message(task, text);
    if (!theirs) return refuse(task, wire::ProblemType::invalidMessage, tacit::to_text(theirs.error()));
    TACIT_CHECK(hear(task, *theirs));
    // Also where something does not fit: the answer shows the other what we know.
    TACIT_TRY(std::string answer, message(task));
    return answer;
}

Result<bool> LedgerBook::absorb(const Task& task, std::string_view text) {
    TACIT_TRY(const HeadMessage theirs, open_head_message(task, text));
    TACIT_TRY(const HeadReview review, hear(task, theirs));
    if (review.own_lost)
        return fail(Fault::corrupt, "the other aggregator knows ledger lines of this server that are not here");
    if (review.peer_behind)
        return fail(Fault::unavailable, "the other aggregator lacks ledger lines that it showed before", {},
                    "ask its operator whether that server was restored from a copy");
    return review.peer_current;
}

Result<std::string> LedgerBook::header(const Task& task) const {
    TACIT_TRY(const std::string text, message(task));
    return to_base64url(as_bytes(text));
}

Result<void, wire::Problem> LedgerBook::check_header(const Task& task, std::string_view header) {
    const auto text = from_base64url(header);
    if (!text || text->empty())
        return refuse(task, wire::ProblemType::invalidMessage,
                      "the header Tacit-Ledger-Head is missing or not base64url");
    const auto theirs = open_head_message(task, as_text(*text));
    if (!theirs) return refuse(task, wire::ProblemType::invalidMessage, tacit::to_text(theirs.error()));
    TACIT_TRY(const HeadReview review, hear(task, *theirs));
    if (review.own_lost) return refuse(task, 503, "collecting this task stopped here; ask this server's operator");
    if (review.peer_behind) return refuse(task, 409, "your ledger lacks lines that you showed before");
    return {};
}

bool LedgerBook::exchanged(const Task& task) const {
    Book& of_task = book(task);
    const std::scoped_lock lock(of_task.mutex);
    return of_task.exchanged;
}

Result<std::vector<wire::Interval>> LedgerBook::refuse_batches(const Task& task,
                                                               std::optional<std::string_view> peer_ledger_text) {
    TACIT_CHECK(open(task));  // what the file knows is refused first
    Book& of_task = book(task);
    const std::scoped_lock lock(of_task.mutex);

    // Every batch up to now, unless the other aggregator's ledger names the ones that were collected.
    std::vector<wire::Interval> suspects{up_to(task, clock_.now())};
    std::optional<task::Chain> peer_chain;
    if (peer_ledger_text) {
        TACIT_TRY(peer_chain, task::verify_chain(*peer_ledger_text, peer_ledger(task)));
        suspects = collected_in(peer_chain->entries);
    }

    TACIT_TRY(auto refused,
              store_.write("ledger: refuse batches", [&](store::Tx& tx) -> Result<std::vector<wire::Interval>> {
                  TACIT_TRY(const store::TaskState state, tx.task_state(task.key));
                  if (peer_chain && state.peer_head) {
                      TACIT_TRY(const task::Head seen, task::open_head(*state.peer_head, peer_ledger(task)));
                      if (compare(*peer_chain, seen) != task::Agreement::contained)
                          return fail(Fault::refused, "the other aggregator's ledger lacks lines that it showed before",
                                      {}, "ask its operator whether that server was restored, too");
                  }
                  std::vector<wire::Interval> all;
                  for (const wire::Interval& suspect : suspects) {
                      TACIT_TRY(const auto parts, refuse_interval(tx, task, suspect));
                      TACIT_CHECK(append_refused(tx, task, parts));
                      append_to(all, parts);
                  }
                  if (const auto closed = peer_chain ? closed_in(peer_chain->entries) : std::nullopt) {
                      TACIT_TRY(const bool forgotten, mark_closed(tx, task, *closed));
                      if (forgotten) TACIT_CHECK(append(tx, task, task::TaskClosed{*closed}));
                  }
                  // Given again after the power failed, or where the other misses nothing, the command adds nothing.
                  TACIT_TRY(const bool admitted, last_admits_loss(tx, task));
                  if (state.stopped || !all.empty() || !(admitted || of_task.exchanged))
                      TACIT_CHECK(append(tx, task, task::Incident{task::Incident::Kind::restored_backup}));
                  TACIT_CHECK(tx.resume_task(task.key));
                  return all;
              }));
    TACIT_FAILPOINT("ledger.incident_before_write");
    TACIT_TRY(const auto lines,
              store_.read("ledger: read", [&](store::Reader& reader) { return reader.ledger(task.key); }));
    if (common_prefix(of_task.file->lines(), lines) < of_task.file->lines().size())
        TACIT_CHECK(set_file_aside(task, of_task));
    TACIT_CHECK(sync(task, of_task));
    of_task.exchanged = false;
    of_task.agreed.reset();
    return refused;
}

}  // namespace tacit::protocol
