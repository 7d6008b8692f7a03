// Sends reports of one task, each exactly once as far as this device can tell.
//
// The order is fixed: seal, spool, send, settle. The same bytes go out until the leader answers. Only
// `outdated_config`, which proves that a report was never stored, lets it be sealed again, with fresh keys, once. One
// thread.
#pragma once
#include "client/core/report.h"
#include "client/native/spool.h"
#include "client/native/visit.h"
#include "crypto/base/clock.h"

namespace tacit::native {

// What a sender needs from the world; a test replaces each.
struct World {
    Random& random;
    const Clock& clock;
    const hpke::Aead& aes;
    Transport& transport;
    std::chrono::milliseconds first_wait{1000};  // before the second attempt to upload; it doubles from there
};

// The keys that this client seals to.
Result<client::Reporter> reporter_for(const client::Believed& believed, const hpke::Aead& aes);
// Today's unit of the task; refused before it opens and after it closes.
Result<wire::Time> report_time(const task::Task& task, const Clock& clock);
// Fails (refused) where the leader's signed counted.json says that today's answers were collected already: nobody
// should answer a survey that was closed. A server that cannot say so now stops nobody.
Result<void> still_counts(Transport& transport, const client::Believed& believed, const Clock& clock);
// One POST, repeated a few times where the server is away or overloaded. Fault::unavailable where it stays so: it may
// or may not have arrived.
Result<client::Outcome> upload(Transport& transport, const task::Task& task, const wire::TaskId& id, ByteView request,
                               std::chrono::milliseconds first_wait = std::chrono::seconds(1));

class Sender {
public:
    static Result<Sender> make(const World& world, const TaskAddress& address, client::Believed believed);

    struct Delivery {
        Spool::State state;    // sent, unknown or refused
        bool earlier = false;  // settled by an earlier run: nothing was sent now
        std::string day;       // of that run
    };
    // Brings the entry `name` to an end: sends what waits in the spool, or seals `measurement`, which may be null where
    // something waits. Fails where the report could not be brought to an end now; the entry then waits, and the same
    // call goes on with it.
    Result<Delivery> deliver(Spool& spool, const std::string& name, const circuits::Measurement* measurement);

    const client::Believed& believed() const { return believed_; }

private:
    Sender(const World& world, TaskAddress address, client::Believed believed, client::Reporter reporter);
    Result<Bytes> seal(Spool& spool, const std::string& name, const circuits::Measurement& measurement, bool rebuilt);
    Result<void> fresh_keys();

    World world_;
    TaskAddress address_;
    client::Believed believed_;
    client::Reporter reporter_;
};

}  // namespace tacit::native
