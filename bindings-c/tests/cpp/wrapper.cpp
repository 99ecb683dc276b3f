// The C++ wrapper: what it adds to the C interface.
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "keysieve.hpp"

#include "check.h"

namespace {

const std::string text = "url: " REDIS_BASE64 "\nplain: " REDIS_URL "\n";

void lambdas_see_findings() {
    const auto rules = keysieve::ruleset::builtin();
    std::vector<std::string> ids;
    auto outcome = keysieve::scan(rules, text, [&](const keysieve::finding &found) {
        ids.emplace_back(found.rule().id());
        CHECK(keysieve::slice(text, found.secret()) == PASSWORD && found.value() == PASSWORD);
        CHECK(found.layers().empty() && found.companions().empty());
        CHECK(!found.reasons().empty() && found.entropy() > 2);
    });
    CHECK(outcome == keysieve::outcome::done);
    CHECK(ids == std::vector<std::string>{"redis-url-password"});

    // One that returns a bool goes on or stops.
    int calls = 0;
    const auto once = [&calls](const keysieve::finding &) { return ++calls < 1; };
    CHECK(keysieve::scan(rules, text, once) == keysieve::outcome::stopped && calls == 1);
    CHECK(keysieve::scan(rules, {}, once) == keysieve::outcome::done);
}

void findings_go_into_arrays_and_lists() {
    const auto rules = keysieve::ruleset::builtin();
    const auto all = keysieve::findings(rules, text);
    CHECK(all.size() == 1 && all[0].value() == PASSWORD && all[0].rule().class_name() == "secret");
    CHECK(all[0].rule().references_checked().size() == all[0].rule().references().size());

    keysieve_finding found[2];
    keysieve::scanner scanner(rules);
    CHECK(scanner.scan_into(text, found, 1) == 2 && found[0].layer_count == 1);
    CHECK(keysieve::scan_into(rules, text, found, 2) == 1 && found[0].layer_count == 0);
    CHECK(keysieve::scan_into(rules, text, nullptr, 0) == 1);
}

void records_are_scanned_each_by_itself() {
    const auto rules = keysieve::ruleset::builtin();
    const std::vector<std::string> records = {REDIS_URL, "", "nothing", "url: " REDIS_URL};
    std::vector<std::pair<std::size_t, std::uint64_t>> places;
    const auto note = [&](std::size_t record, const keysieve::finding &found) {
        CHECK(found.value() == PASSWORD);
        places.emplace_back(record, found.secret().start);
    };
    CHECK(keysieve::scan_records(rules, records, note) == keysieve::outcome::done);
    CHECK((places == std::vector<std::pair<std::size_t, std::uint64_t>>{{0, 12}, {3, 17}}));

    const auto stop = [](std::size_t, const keysieve::finding &) { return false; };
    CHECK(keysieve::scan_records(rules, records, stop) == keysieve::outcome::stopped);
    try {
        keysieve::scan_records(rules, records, [](std::size_t, const keysieve::finding &) {
            throw std::length_error("too many");
        });
        CHECK(false);
    } catch (const std::length_error &) {
    }
}

void exceptions_come_out_of_the_call() {
    keysieve::scanner scanner(keysieve::ruleset::builtin());
    int calls = 0;
    try {
        scanner.scan(text, [&](const keysieve::finding &found) {
            calls++;
            throw std::length_error(std::string(found.rule().id()));
        });
        CHECK(!"it was thrown");
    } catch (const std::length_error &thrown) {
        CHECK(std::string(thrown.what()) == "redis-url-password");
    }
    CHECK(calls == 1);
    // The scanner is none the worse for it.
    calls = 0;
    CHECK(scanner.scan(text, [&](const keysieve::finding &) { calls++; }) ==
          keysieve::outcome::done);
    CHECK(calls == 2 && scanner.last().findings == 2);
}

void what_is_decoded_can_be_read() {
    keysieve::scanner scanner(keysieve::ruleset::builtin());
    bool encoded = false;
    scanner.scan(text, [&](const keysieve::finding &found) {
        CHECK(found.value() == PASSWORD);
        encoded = encoded || found.layers() == std::vector<std::string_view>{"base64"};
    });
    CHECK(encoded);
    std::string_view named;
    keysieve::scan(keysieve::ruleset::builtin(),
                   "crisp_website_id=4e1f6b0a-93c2-4d57-a8e0-7bd25c19f364",
                   [&](const keysieve::finding &found) {
                       named = found.class_name();
                       CHECK(found.finding_class() == KEYSIEVE_CLASS_CONDITIONAL);
                       CHECK(found.rule().class_name() == "secret");
                   });
    CHECK(named == "conditional");
    std::string facts;
    keysieve::scan(keysieve::ruleset::builtin(), AWS_PAIR, [&](const keysieve::finding &found) {
        CHECK(found.companions().size() == 1);
        CHECK(found.fingerprint() == found.fingerprint(""));
        CHECK(found.fingerprint() != found.fingerprint(std::string(32, 'k')));
        found.facts([&](const keysieve::fact &fact) { facts += fact.name; });
    });
    CHECK(facts == "account");
}

void redaction_gives_strings() {
    keysieve::scanner scanner(keysieve::ruleset::builtin());
    const std::string redacted = scanner.redact(text, keysieve::redaction::label());
    CHECK(redacted.find(PASSWORD) == std::string::npos && scanner.last().findings == 2);
    CHECK(redacted.find("app:[REDACTED:redis-url-password]@") != std::string::npos);
    std::string own = text;
    CHECK(scanner.redact_in_place(own) == keysieve::outcome::done && own.size() == text.size());
    CHECK(own.find(PASSWORD) == std::string::npos);
    CHECK(scanner.redact({}).empty());
    // More room than it guesses at first.
    std::string many;
    for (int at = 0; at < 200; at++) {
        many += "a=" REDIS_URL "\n";
    }
    const std::string longer = scanner.redact(many, keysieve::redaction::label());
    CHECK(longer.size() > many.size() && longer.find(PASSWORD) == std::string::npos);
    CHECK(longer.substr(longer.size() - 3) == "/0\n");
}

void rulesets_are_shared() {
    keysieve::ruleset rules = keysieve::ruleset::builtin();
    {
        const keysieve::ruleset own(
            keysieve::options()
                .only("redis-url-password")
                .min_confidence(0)
                .allow({"tests", {"redis-url-password"}, {"tests/"}, {}, {}, false}));
        CHECK(own.size() == 1 && own.at(0).vendor().size() > 0);
        rules = own;
    }
    keysieve::ruleset moved = std::move(rules);
    keysieve::scanner scanner(moved);
    rules = moved;
    moved = keysieve::ruleset::builtin();
    CHECK(rules.size() == 1 && moved.size() > 100);

    const auto rule = rules.find("redis-url-password");
    CHECK(rule && *rule == rules.at(0) && !rules.find("jwt"));
    CHECK(rule->pattern().find("redis") != std::string::npos);
    CHECK(!rule->cwe().empty() && !rule->controls().empty());
    CHECK(rule->severity_name() == "high" || rule->severity_name() == "critical");

    scanner.set_path("tests/a.yml");
    scanner.scan(text, [](const keysieve::finding &) { CHECK(!"it is allowed"); });
    CHECK(scanner.last().allowed >= 2);
    CHECK(scanner.redact(text) == text);
    scanner.set_path("src/a.yml");
    CHECK(scanner.redact(text) != text);
}

void errors_are_exceptions() {
    try {
        keysieve::ruleset(
            keysieve::options().rules("mine.toml", "vendor = 'A'\n[[rule]]\nid = 'Not An Id'\n"));
        CHECK(!"it was thrown");
    } catch (const keysieve::error &wrong) {
        CHECK(wrong.status() == KEYSIEVE_ERROR_RULE && wrong.line() == 3);
        CHECK(wrong.file() == "mine.toml" && wrong.field() == "id");
        CHECK(std::string(wrong.what()).find("mine.toml:3: ") == 0);
    }
    keysieve::limits limits = keysieve::default_limits();
    limits.depth = 9;
    try {
        keysieve::scanner scanner(keysieve::ruleset::builtin(), limits);
        CHECK(!"it was thrown");
    } catch (const keysieve::error &wrong) {
        CHECK(wrong.status() == KEYSIEVE_ERROR_ARGUMENT);
    }
    // One within another is refused, and both calls end as they should.
    keysieve::scanner scanner(keysieve::ruleset::builtin());
    try {
        scanner.scan(text, [&](const keysieve::finding &) { scanner.redact(text); });
        CHECK(!"it was thrown");
    } catch (const keysieve::error &wrong) {
        CHECK(wrong.status() == KEYSIEVE_ERROR_BUSY);
    }
}

void redactors_take_pieces() {
    keysieve::redactor redactor(keysieve::ruleset::builtin(), keysieve::redaction::label());
    std::string out;
    const auto write = [&out](std::string_view piece) { out += piece; };
    for (const char &byte : std::string_view(REDIS_URL)) {
        CHECK(redactor.push({&byte, 1}, write) == keysieve::outcome::done);
    }
    CHECK(redactor.finish(write) == keysieve::outcome::done);
    CHECK(out.find("[REDACTED:redis-url-password]@") != std::string::npos);

    // What was refused comes again, and once.
    out.clear();
    redactor.push(REDIS_URL, write);
    CHECK(redactor.held() == std::string_view(REDIS_URL).size());
    CHECK(redactor.finish([](std::string_view) { return false; }) == keysieve::outcome::stopped);
    try {
        redactor.finish([](std::string_view) { throw std::runtime_error("no room"); });
        CHECK(false);
    } catch (const std::runtime_error &) {
    }
    CHECK(redactor.flush(write) == keysieve::outcome::done);
    CHECK(redactor.held() == 0 && redactor.so_far().findings == 1);
    keysieve::summary told{};
    CHECK(redactor.finish(write, &told) == keysieve::outcome::done && told.findings == 1);
    CHECK(out == "redis://app:[REDACTED:redis-url-password]@cache:6379/0");

    redactor.push(REDIS_URL, write);
    redactor.restart();
    CHECK(redactor.held() == 0 && redactor.so_far().findings == 0);
    redactor.set_path("src/a.yml");
    CHECK(redactor.finish(write) == keysieve::outcome::done);
}

void streams_take_pieces() {
    keysieve::stream stream(keysieve::ruleset::builtin());
    std::vector<std::uint64_t> starts;
    const auto note = [&](const keysieve::finding &found) {
        CHECK(found.value() == PASSWORD && found.line() == 2);
        starts.push_back(found.secret().start);
    };
    stream.set_path("src/a.yml");
    for (const char byte : std::string("\n" REDIS_URL)) {
        CHECK(stream.push({&byte, 1}, note) == keysieve::outcome::done);
    }
    CHECK(stream.finish(note) == keysieve::outcome::done);
    CHECK(starts == std::vector<std::uint64_t>{13});
    stream.push(REDIS_URL, note);
    stream.restart();
    CHECK(stream.finish(note) == keysieve::outcome::done && starts.size() == 1);
}

void positions_count_on() {
    const auto first = keysieve::position_of("ab\ncd\nef", 4);
    CHECK(first.line == 2 && first.column == 2);
    const auto second = keysieve::position_of("ab\ncd\nef", 6, &first);
    CHECK(second.line == 3 && second.column == 1);
    CHECK(keysieve::slice("abc", {2, 9}).empty() && keysieve::slice("abc", {1, 2}) == "b");
}

} // namespace

int main() {
    CHECK(keysieve::abi_version() == KEYSIEVE_ABI_VERSION && !keysieve::version().empty());
    lambdas_see_findings();
    findings_go_into_arrays_and_lists();
    records_are_scanned_each_by_itself();
    exceptions_come_out_of_the_call();
    what_is_decoded_can_be_read();
    redaction_gives_strings();
    rulesets_are_shared();
    errors_are_exceptions();
    redactors_take_pieces();
    streams_take_pieces();
    positions_count_on();
    return 0;
}
