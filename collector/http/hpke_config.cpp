#include "collector/http/resources.h"
#include "schemas/wire/media_type.h"

namespace tacit::http {

void add_hpke_config(Router& router, const Services& services) {
    router.add({Resource::hpke_config,
                Method::get,
                services.prefix + "/hpke_config",
                {},
                0,
                true,
                [&services](const Request&) {
                    Response response =
                        answer(wire::text(wire::MediaType::hpke_config_list), services.parts.keys.now()->list());
                    return response.with("Cache-Control", "max-age=300");
                }});
}

}  // namespace tacit::http
