#include "client/native/task_address.h"

#include "client/core/host.h"
#include "schemas/task/url.h"

namespace tacit::native {
namespace {

constexpr std::string_view kTasks = "/tacit/tasks/";
constexpr std::string_view kRemedy =
    "It looks like https://a.example/tacit/form/#XyZ… or https://a.example/tacit/tasks/XyZ… (43 characters at the "
    "end); copy it whole.";

tl::unexpected<Error> refuse(std::string what) {
    return fail(Fault::refused, std::move(what), {}, std::string(kRemedy));
}

Result<wire::TaskId> task_id_in(std::string_view text) {
    auto id = wire::id_from_text<wire::TaskId>(text);
    if (!id) return refuse("the end of the address is not a task's id: 43 letters, digits, '-' and '_'");
    return id;
}

}  // namespace

Result<TaskAddress> parse_task_address(std::string_view text) {
    const std::string host = client::host_of(text);
    if (host.empty() || !(text.starts_with("https://") || text.starts_with("http://")))
        return refuse("this is not the address of a survey");
    if (text.starts_with("http://") && !client::is_loopback(client::host_name_of(text)))
        return fail(Fault::refused, "the address begins with http://, so anybody on the way could read along", {},
                    "Use the https:// address.");

    TaskAddress address;
    const std::size_t hash = text.find('#');
    if (hash != std::string_view::npos) {
        // A form that lies on another server says which aggregator to ask: #task_id@https://a.example/
        std::string_view fragment = text.substr(hash + 1);
        if (const std::size_t at = fragment.find('@'); at != std::string_view::npos) {
            TACIT_CHECK(task::parse_url(fragment.substr(at + 1)));
            address.aggregators.push_back(std::string(fragment.substr(at + 1)));
            TACIT_TRY(address.task_id, task_id_in(fragment.substr(0, at)));
            return address;
        }
        TACIT_TRY(address.task_id, task_id_in(fragment));
        // The form lies in a folder of its aggregator, most often /form/: look there, then above.
        std::string_view folder = text.substr(0, hash);
        folder = folder.substr(0, folder.find('?'));
        const std::size_t root = folder.find("://") + 3 + host.size();
        while (folder.size() > root) {
            folder = folder.substr(0, folder.rfind('/'));
            address.aggregators.push_back(std::string(folder) + "/");
        }
        if (address.aggregators.empty()) address.aggregators.push_back(std::string(folder) + "/");
        return address;
    }
    const std::size_t tasks = text.find(kTasks);
    if (tasks == std::string_view::npos)
        return refuse("the address ends before the survey's id: it has neither a # nor /tacit/tasks/ in it");
    std::string_view id = text.substr(tasks + kTasks.size());
    if (id.ends_with("/task.json")) id.remove_suffix(10);
    if (id.ends_with('/')) id.remove_suffix(1);
    TACIT_TRY(address.task_id, task_id_in(id));
    address.aggregators.push_back(std::string(text.substr(0, tasks + 1)));
    return address;
}

}  // namespace tacit::native
