/* Rulesets: what they are made of, what is wrong with it, who holds them. */
#include "check.h"

#define OWN_RULE                          \
    "vendor = \"Acme\"\n"                 \
    "[[rule]]\n"                          \
    "id = \"acme-api-key\"\n"             \
    "name = \"Acme API key\"\n"           \
    "pattern = '\\bacme_[0-9a-z]{20}\\b'\n" \
    "severity = \"high\"\n"               \
    "confidence = 90\n"                   \
    "category = \"saas\"\n"

#define OWN_KEY "acme_k3v9x0q27mz5t1rw84bd"

static size_t count_in(const keysieve_ruleset *ruleset, const char *text) {
    size_t count;
    keysieve_scan_into(ruleset, bytes(text), strlen(text), NULL, 0, &count);
    return count;
}

static keysieve_ruleset *make(const keysieve_options *options) {
    keysieve_ruleset *ruleset = NULL;
    keysieve_error *error = NULL;
    CHECK(keysieve_ruleset_new(options, &ruleset, &error) == KEYSIEVE_OK);
    CHECK(ruleset != NULL && error == NULL);
    return ruleset;
}

static void own_rules_are_looked_for(void) {
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_rules_file file = {{"acme.toml", 9}, {OWN_RULE, sizeof OWN_RULE - 1}};
    keysieve_string only = {"acme-api-key", 12};
    keysieve_ruleset *ruleset;

    options.files = &file;
    options.file_count = 1;
    ruleset = make(&options);
    CHECK(keysieve_ruleset_rule_count(ruleset) ==
          keysieve_ruleset_rule_count(keysieve_ruleset_builtin()) + 1);
    CHECK(count_in(ruleset, "key: " OWN_KEY) == 1 && count_in(ruleset, REDIS_URL) == 1);
    keysieve_ruleset_release(ruleset);

    options.only.items = &only;
    options.only.count = 1;
    ruleset = make(&options);
    CHECK(keysieve_ruleset_rule_count(ruleset) == 1);
    CHECK(count_in(ruleset, "key: " OWN_KEY) == 1 && count_in(ruleset, REDIS_URL) == 0);
    keysieve_ruleset_release(ruleset);
}

static void options_choose(void) {
    static const char event[] = "{\"eventName\":\"CreateAccessKey\",\"awsRegion\":\"us-east-1\"}";
    static const char marked[] = REDIS_URL " # keysieve:allow";
    static const char marked_otherwise[] = REDIS_URL " # gitleaks:allow";
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_string redis = {"redis-url-password", 18};
    keysieve_ruleset *ruleset = make(NULL);

    CHECK(keysieve_ruleset_rule_count(ruleset) ==
          keysieve_ruleset_rule_count(keysieve_ruleset_builtin()));
    CHECK(count_in(ruleset, event) == 0 && count_in(ruleset, marked) == 1);
    keysieve_ruleset_release(ruleset);

    options.disable.items = &redis;
    options.disable.count = 1;
    options.flags = KEYSIEVE_INDICATORS;
    ruleset = make(&options);
    CHECK(count_in(ruleset, REDIS_URL) == 0 && count_in(ruleset, event) == 1);
    keysieve_ruleset_release(ruleset);

    options.disable.count = 0;
    options.flags = KEYSIEVE_ALLOW_MARKED;
    ruleset = make(&options);
    CHECK(count_in(ruleset, marked) == 0 && count_in(ruleset, marked_otherwise) == 1);
    keysieve_ruleset_release(ruleset);

    options.flags = KEYSIEVE_ALLOW_MARKED_FOR_OTHERS;
    ruleset = make(&options);
    CHECK(count_in(ruleset, marked_otherwise) == 0);
    keysieve_ruleset_release(ruleset);

    options.flags = 0;
    options.min_confidence = 100;
    ruleset = make(&options);
    CHECK(count_in(ruleset, REDIS_URL) == 0);
    keysieve_ruleset_release(ruleset);
    options.min_confidence = KEYSIEVE_ANY_CONFIDENCE;
    ruleset = make(&options);
    CHECK(count_in(ruleset, REDIS_URL) == 1);
    keysieve_ruleset_release(ruleset);
}

static void what_is_allowed_is_counted(void) {
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_string redis = {"redis-url-password", 18}, tests = {"tests/", 6};
    keysieve_allow allow = {{"the test cache", 14}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0};
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_ruleset *ruleset;
    keysieve_scanner *scanner;
    size_t count;

    allow.rules.items = &redis;
    allow.rules.count = 1;
    allow.path_prefixes.items = &tests;
    allow.path_prefixes.count = 1;
    options.allow = &allow;
    options.allow_count = 1;
    ruleset = make(&options);
    CHECK(keysieve_scanner_new(ruleset, NULL, &scanner) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_set_path(scanner, "tests/a.yml", 11) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_scan_into(scanner, bytes(REDIS_URL), strlen(REDIS_URL), NULL, 0, &count) ==
          KEYSIEVE_OK);
    CHECK(count == 0);
    CHECK(keysieve_scanner_summary(scanner, &summary) == KEYSIEVE_OK && summary.allowed == 1);
    CHECK(keysieve_scanner_set_path(scanner, "src/a.yml", 9) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_scan_into(scanner, bytes(REDIS_URL), strlen(REDIS_URL), NULL, 0, &count) ==
          KEYSIEVE_ERROR_ROOM);
    CHECK(count == 1);
    keysieve_scanner_free(scanner);
    keysieve_ruleset_release(ruleset);
}

static keysieve_error *fail(const keysieve_options *options, keysieve_status expected) {
    keysieve_ruleset *ruleset = (keysieve_ruleset *)&options;
    keysieve_error *error = NULL;
    CHECK(keysieve_ruleset_new(options, &ruleset, &error) == expected);
    CHECK(ruleset == NULL && error != NULL && keysieve_error_message(error).length > 0);
    /* The status is the same without an error to say more. */
    CHECK(keysieve_ruleset_new(options, &ruleset, NULL) == expected);
    return error;
}

static void errors_say_what_and_where(void) {
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_rules_file file = {{"mine.toml", 9}, {NULL, 0}};
    keysieve_string unknown = {"no-such-rule", 12}, broken = {"\xff", 1};
    keysieve_error *error;

    options.files = &file;
    options.file_count = 1;
    file.toml = text_of("vendor = 'Acme'\n[[rule]]\nid = 'Not An Id'\n");
    error = fail(&options, KEYSIEVE_ERROR_RULE);
    CHECK(is(keysieve_error_file(error), "mine.toml") && keysieve_error_line(error) == 3);
    CHECK(is(keysieve_error_rule(error), "Not An Id") && is(keysieve_error_field(error), "id"));
    CHECK(holds(keysieve_error_message(error), "mine.toml:3: rule `Not An Id`, field `id`: "));
    keysieve_error_free(error);

    file.toml = broken;
    keysieve_error_free(fail(&options, KEYSIEVE_ERROR_ARGUMENT));
    options.file_count = 0;

    options.only.items = &unknown;
    options.only.count = 1;
    error = fail(&options, KEYSIEVE_ERROR_SELECTION);
    CHECK(is(keysieve_error_message(error), "there is no rule `no-such-rule`"));
    CHECK(is(keysieve_error_rule(error), "no-such-rule") && keysieve_error_line(error) == 0);
    CHECK(is(keysieve_error_file(error), ""));
    keysieve_error_free(error);

    options.only.items = NULL;
    keysieve_error_free(fail(&options, KEYSIEVE_ERROR_ARGUMENT));
    options.only.count = 0;
    options.min_confidence = 101;
    error = fail(&options, KEYSIEVE_ERROR_ARGUMENT);
    CHECK(is(keysieve_error_message(error), "a confidence is from 1 to 100, not 101"));
    keysieve_error_free(error);
    options.min_confidence = 0;
    options.flags = 1u << 31;
    keysieve_error_free(fail(&options, KEYSIEVE_ERROR_ARGUMENT));
    options.flags = 0;
    options.size = 3;
    keysieve_error_free(fail(&options, KEYSIEVE_ERROR_ARGUMENT));

    CHECK(keysieve_ruleset_new(NULL, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(is(keysieve_error_message(NULL), "") && keysieve_error_line(NULL) == 0);
    keysieve_error_free(NULL);
}

static void newer_and_older_callers_are_understood(void) {
    struct {
        keysieve_options known;
        size_t of_later;
    } newer = {KEYSIEVE_OPTIONS_INIT, 0};
    keysieve_ruleset *ruleset;

    newer.known.size = sizeof newer;
    newer.known.min_confidence = 100;
    ruleset = make(&newer.known);
    CHECK(count_in(ruleset, REDIS_URL) == 0);
    keysieve_ruleset_release(ruleset);
    /* A later field that is in use cannot be ignored. */
    newer.of_later = 1;
    keysieve_error_free(fail(&newer.known, KEYSIEVE_ERROR_ARGUMENT));
}

static void the_order_in_which_things_go_does_not_matter(void) {
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_ruleset *ruleset;
    keysieve_scanner *scanner;
    keysieve_finding finding;
    size_t count;

    options.min_confidence = 30;
    ruleset = make(&options);
    CHECK(keysieve_scanner_new(ruleset, NULL, &scanner) == KEYSIEVE_OK);
    CHECK(keysieve_ruleset_retain(ruleset) == ruleset);
    keysieve_ruleset_release(ruleset);
    keysieve_ruleset_release(ruleset);
    /* The scanner holds the last reference. */
    CHECK(keysieve_scanner_scan_into(scanner, bytes(REDIS_URL), strlen(REDIS_URL), &finding, 1,
                                     &count) == KEYSIEVE_OK);
    CHECK(count == 1 && is(keysieve_rule_id(finding.rule), "redis-url-password"));
    keysieve_scanner_free(scanner);

    /* The built-in one stays, whatever is done with it. */
    keysieve_ruleset_release(keysieve_ruleset_builtin());
    CHECK(keysieve_ruleset_retain(keysieve_ruleset_builtin()) == keysieve_ruleset_builtin());
    CHECK(count_in(keysieve_ruleset_builtin(), REDIS_URL) == 1);
    CHECK(keysieve_ruleset_retain(NULL) == NULL);
    keysieve_ruleset_release(NULL);
}

static void every_rule_is_described(void) {
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();
    size_t count = keysieve_ruleset_rule_count(builtin), at, part, length, cwe = 0, references = 0;
    char pattern[1 << 14];

    CHECK(count > 100 && keysieve_ruleset_rule_at(builtin, count) == NULL);
    for (at = 0; at < count; at++) {
        const keysieve_rule *rule = keysieve_ruleset_rule_at(builtin, at);
        keysieve_rule_info info;
        info.size = sizeof info;
        CHECK(keysieve_rule_describe(rule, &info) == KEYSIEVE_OK && info.size == sizeof info);
        CHECK(is(keysieve_severity_name(info.severity), "") == 0);
        CHECK(is(keysieve_class_name(info.rule_class), "") == 0);
        CHECK(info.name.length > 0 && info.vendor.length > 0 && info.description.length > 0);
        CHECK(info.category.length > 0 && info.specificity.length > 0);
        CHECK(info.confidence <= 100 && info.max_length > 0);
        CHECK(keysieve_ruleset_rule_named(builtin, info.id.data, info.id.length) == rule);
        CHECK(memcmp(keysieve_rule_id(rule).data, info.id.data, info.id.length) == 0);
        CHECK(keysieve_rule_pattern(rule, NULL, 0, &length) == KEYSIEVE_ERROR_ROOM);
        CHECK(keysieve_rule_pattern(rule, pattern, sizeof pattern, &part) == KEYSIEVE_OK);
        CHECK(part == length && length > 0);
        for (part = 0; keysieve_rule_cwe(rule, part).length > 0; part++) {
            CHECK(holds(keysieve_rule_cwe(rule, part), "CWE-"));
            cwe++;
        }
        for (part = 0; keysieve_rule_reference(rule, part).length > 0; part++) {
            CHECK(holds(keysieve_rule_reference(rule, part), "https://"));
            CHECK(keysieve_rule_reference_checked(rule, part).length == strlen("2026-01-31"));
            references++;
        }
        CHECK(keysieve_rule_control(rule, 1000).length == 0);
    }
    CHECK(cwe > 100 && references > 100);
    CHECK(keysieve_ruleset_rule_named(builtin, "no-such-rule", 12) == NULL);
    CHECK(keysieve_ruleset_rule_named(NULL, NULL, 0) == NULL);
    CHECK(keysieve_ruleset_rule_count(NULL) == 0 && keysieve_ruleset_rule_at(NULL, 0) == NULL);
    CHECK(is(keysieve_rule_id(NULL), "") && is(keysieve_rule_cwe(NULL, 0), ""));
    CHECK(keysieve_rule_describe(NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_rule_pattern(NULL, NULL, 0, &length) == KEYSIEVE_ERROR_ARGUMENT);
}

int main(void) {
    own_rules_are_looked_for();
    options_choose();
    what_is_allowed_is_counted();
    errors_say_what_and_where();
    newer_and_older_callers_are_understood();
    the_order_in_which_things_go_does_not_matter();
    every_rule_is_described();
    return 0;
}
