#include "schemas/task/close.h"

#include "schemas/task/fields.h"
#include "schemas/task/signed_json.h"

namespace tacit::task {

std::string sign_closing(const Closing& closing, const sign::SecretKey& key) {
    return sign_object(json::Node::object({{"task", to_text(closing.task)}, {"closed", closing.closed}}), key,
                       sign::Kind::close);
}

Result<Closing> open_closing(std::string_view text, const sign::PublicKey& key) {
    TACIT_TRY(const SignedObject object, open_object(text, key, sign::Kind::close));
    TACIT_CHECK(object.root().only({"v", "task", "closed", "sig"}));
    Closing closing;
    TACIT_TRY(closing.task, load_task_id(object.root()));
    TACIT_TRY(closing.closed, load_count(object.root(), "closed"));
    return closing;
}

}  // namespace tacit::task
