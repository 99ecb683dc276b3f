/* Scanners: what is encoded, what is in use, what is limited. */
#include "check.h"

#define TEXT "url: " REDIS_BASE64 "\nplain: " REDIS_URL "\n"

typedef struct Seen {
    keysieve_scanner *scanner;
    int encoded;
    int plain;
    keysieve_finding last;
    uint8_t prints[2][KEYSIEVE_FINGERPRINT_LENGTH];
} Seen;

static keysieve_scanner *new_scanner(const keysieve_limits *limits) {
    keysieve_scanner *scanner = NULL;
    CHECK(keysieve_scanner_new(keysieve_ruleset_builtin(), limits, &scanner) == KEYSIEVE_OK);
    CHECK(scanner != NULL);
    return scanner;
}

static int ignore_fact(const keysieve_fact *fact, void *user) {
    (void)user;
    return fact->name.length == 0;
}

static int see(const keysieve_finding *finding, void *user) {
    Seen *seen = user;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    int which = finding->layer_count > 0;

    seen->last = *finding;
    *(which ? &seen->encoded : &seen->plain) += 1;
    CHECK(covers(finding->text_secret, finding->text, PASSWORD));
    CHECK(keysieve_finding_facts(finding, ignore_fact, NULL) == KEYSIEVE_OK);
    CHECK(keysieve_finding_fingerprint(finding, NULL, 0, seen->prints[which]) == KEYSIEVE_OK);

    /* In its own callback it is in use, and says so rather than doing harm. */
    CHECK(keysieve_scanner_scan(seen->scanner, NULL, 0, see, NULL) == KEYSIEVE_ERROR_BUSY);
    CHECK(keysieve_scanner_redact_in_place(seen->scanner, NULL, 0) == KEYSIEVE_ERROR_BUSY);
    CHECK(keysieve_scanner_set_path(seen->scanner, NULL, 0) == KEYSIEVE_ERROR_BUSY);
    summary.findings = 99;
    CHECK(keysieve_scanner_summary(seen->scanner, &summary) == KEYSIEVE_ERROR_BUSY);
    CHECK(summary.findings == 0 && summary.size == sizeof summary);
    return 0;
}

static void what_is_encoded_is_found(void) {
    Seen seen = {0};
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_finding findings[2];
    size_t count;

    seen.scanner = new_scanner(NULL);
    CHECK(keysieve_scanner_scan(seen.scanner, bytes(TEXT), strlen(TEXT), see, &seen) == KEYSIEVE_OK);
    CHECK(seen.encoded == 1 && seen.plain == 1);
    CHECK(memcmp(seen.prints[0], seen.prints[1], sizeof seen.prints[0]) == 0);
    CHECK(keysieve_scanner_summary(seen.scanner, &summary) == KEYSIEVE_OK);
    CHECK(summary.findings == 2 && summary.allowed == 0 && summary.limit == KEYSIEVE_LIMIT_NONE);

    CHECK(keysieve_scanner_scan_into(seen.scanner, bytes(TEXT), strlen(TEXT), findings, 2, &count) ==
          KEYSIEVE_OK);
    CHECK(count == 2);
    CHECK(findings[0].layer_count == 1 && findings[0].layers[0] == KEYSIEVE_ENCODING_BASE64);
    CHECK(findings[0].text == NULL && findings[0].secret.end < strlen(TEXT));
    CHECK(keysieve_finding_facts(&findings[0], ignore_fact, NULL) == KEYSIEVE_ERROR_GONE);
    CHECK(findings[1].layer_count == 0 && findings[1].text == bytes(TEXT));
    CHECK(keysieve_scanner_scan_into(seen.scanner, bytes(TEXT), strlen(TEXT), NULL, 0, &count) ==
          KEYSIEVE_ERROR_ROOM);
    CHECK(count == 2);
    keysieve_scanner_free(seen.scanner);
}

static void limits_that_are_reached_are_told(void) {
    keysieve_limits limits = KEYSIEVE_LIMITS_INIT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_scanner *scanner;
    size_t count;

    limits.total = 16;
    scanner = new_scanner(&limits);
    CHECK(keysieve_scanner_scan_into(scanner, bytes(REDIS_BASE64), strlen(REDIS_BASE64), NULL, 0,
                                     &count) == KEYSIEVE_INCOMPLETE);
    CHECK(count == 0);
    CHECK(keysieve_scanner_summary(scanner, &summary) == KEYSIEVE_OK);
    CHECK(summary.limit == KEYSIEVE_LIMIT_TOTAL && summary.limit_offset == 0);
    keysieve_scanner_free(scanner);

    limits.total = 0;
    limits.depth = KEYSIEVE_NO_DECODING;
    scanner = new_scanner(&limits);
    CHECK(keysieve_scanner_scan_into(scanner, bytes(TEXT), strlen(TEXT), NULL, 0, &count) ==
          KEYSIEVE_ERROR_ROOM);
    CHECK(count == 1);
    keysieve_scanner_free(scanner);
}

static void what_cannot_be_is_refused(void) {
    keysieve_limits limits = KEYSIEVE_LIMITS_INIT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_scanner *scanner = NULL;
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();

    CHECK(keysieve_scanner_new(builtin, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_new(NULL, NULL, &scanner) == KEYSIEVE_ERROR_ARGUMENT && !scanner);
    limits.depth = 9;
    CHECK(keysieve_scanner_new(builtin, &limits, &scanner) == KEYSIEVE_ERROR_ARGUMENT && !scanner);
    limits.depth = 0;
    limits.piece = 1;
    CHECK(keysieve_scanner_new(builtin, &limits, &scanner) == KEYSIEVE_ERROR_ARGUMENT && !scanner);
    limits.piece = 0;
    limits.size = 8;
    CHECK(keysieve_scanner_new(builtin, &limits, &scanner) == KEYSIEVE_ERROR_ARGUMENT && !scanner);

    CHECK(keysieve_scanner_scan(NULL, NULL, 0, see, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    scanner = new_scanner(NULL);
    CHECK(keysieve_scanner_scan(scanner, NULL, 0, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_scan(scanner, NULL, 4, see, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_set_path(scanner, "\xff", 1) == KEYSIEVE_ERROR_ARGUMENT);
    summary.size = 0;
    CHECK(keysieve_scanner_summary(scanner, &summary) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_summary(scanner, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    /* None of that has broken it. */
    CHECK(keysieve_scanner_scan(scanner, NULL, 0, see, NULL) == KEYSIEVE_OK);
    keysieve_scanner_free(scanner);
    keysieve_scanner_free(NULL);
}

static int free_it(const keysieve_finding *finding, void *user) {
    CHECK(is(keysieve_rule_id(finding->rule), "redis-url-password"));
    keysieve_scanner_free(user);
    /* The rule and the bytes are there until the callback returns. */
    CHECK(covers(finding->text_secret, finding->text, PASSWORD));
    return 1;
}

static void a_scanner_can_go_in_its_own_callback(void) {
    keysieve_scanner *scanner = new_scanner(NULL);
    CHECK(keysieve_scanner_scan(scanner, bytes(TEXT), strlen(TEXT), free_it, scanner) ==
          KEYSIEVE_STOPPED);
}

int main(void) {
    what_is_encoded_is_found();
    limits_that_are_reached_are_told();
    what_cannot_be_is_refused();
    a_scanner_can_go_in_its_own_callback();
    return 0;
}
