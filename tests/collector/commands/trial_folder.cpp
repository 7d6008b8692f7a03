#include "tests/collector/commands/trial_folder.h"

#include "collector/ops/files.h"
#include "collector/protocol/keys.h"

namespace tacit::collector::test {

TrialFolder::TrialFolder() : leader_(make("leader", 1)), helper_(make("helper", 2)), publisher_(make("publisher", 3)) {}

ops::Config TrialFolder::make(const std::string& role, int port) {
    ops::Config config;
    const std::filesystem::path folder = folder_ / role;
    config.file = folder / "tacit-collector.toml";
    config.organisation_name = "The " + role;
    config.organisation_contact = role + "@example.org";
    config.public_url = "http://127.0.0.1:" + std::to_string(port) + "/";
    config.roles = {role == "leader", role == "helper", role == "publisher"};
    config.keys = folder / "keys.json";
    config.tasks = folder / "tasks";
    config.database = folder / "collector.db";
    config.ledgers = folder / "ledgers";
    config.releases = folder / "releases";
    TACIT_ASSERT(ops::make_folder(config.tasks) && ops::make_folder(config.ledgers));
    ops::KeyFile keys{sign::SecretKey::generate(random_),
                      SecretBytes(32),
                      protocol::KeyRing::generate(random_).to_key_file(),
                      {},
                      {},
                      {},
                      {}};
    if (config.roles.leader) keys.publisher_token = ops::generate_token(random_);
    if (config.roles.publisher) keys.publisher = ops::PublisherKey{0, hpke::generate_key_pair(random_)};
    TACIT_ASSERT(ops::save_keys(config.keys, keys));
    return config;
}

OfferTerms TrialFolder::terms() const {
    OfferTerms terms;
    terms.survey_file = ops::read_file(TACIT_SURVEYS "/core.json").value();
    terms.opens = 1'793'491'200;
    terms.closes = terms.opens + 14 * 86'400;
    terms.publisher = own_publisher(publisher_, ops::load_keys(publisher_.keys).value()).value();
    return terms;
}

}  // namespace tacit::collector::test
