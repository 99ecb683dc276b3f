/* Scanning bytes as they are, and what a finding says. */
#include "check.h"

#define TEXT "first line\nurl: " REDIS_URL "\nagain: " REDIS_URL "\n"

typedef struct Seen {
    int calls;
    int stop_at;
    keysieve_finding last;
} Seen;

static int see(const keysieve_finding *finding, void *user) {
    Seen *seen = user;
    seen->calls++;
    seen->last = *finding;
    return seen->calls == seen->stop_at;
}

static void findings_are_handed_over(void) {
    Seen seen = {0};
    const uint8_t *data = bytes(TEXT);
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();

    CHECK(keysieve_scan(builtin, data, strlen(TEXT), see, &seen) == KEYSIEVE_OK);
    CHECK(seen.calls == 2);
    CHECK(is(keysieve_rule_id(seen.last.rule), "redis-url-password"));
    CHECK(covers(seen.last.secret, data, PASSWORD));
    CHECK(seen.last.redact.start <= seen.last.secret.start);
    CHECK(seen.last.redact.end >= seen.last.secret.end);
    CHECK(seen.last.text == data && seen.last.text_length == strlen(TEXT));
    CHECK(covers(seen.last.text_secret, seen.last.text, PASSWORD));
    CHECK(seen.last.text_match.start <= seen.last.text_secret.start);
    CHECK(seen.last.confidence >= 40 && seen.last.confidence <= 100);
    CHECK(seen.last.layer_count == 0 && seen.last.companion_count == 0);
    CHECK(seen.last.entropy > 2000 && seen.last.entropy <= 8000);

    seen.calls = 0;
    seen.stop_at = 1;
    CHECK(keysieve_scan(builtin, data, strlen(TEXT), see, &seen) == KEYSIEVE_STOPPED);
    CHECK(seen.calls == 1);
}

static void arrays_never_overflow(void) {
    keysieve_finding findings[3];
    size_t count = 99;
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();
    const uint8_t *data = bytes(TEXT);

    CHECK(keysieve_scan_into(builtin, data, strlen(TEXT), NULL, 0, &count) == KEYSIEVE_ERROR_ROOM);
    CHECK(count == 2);
    memset(findings, 0x5a, sizeof findings);
    CHECK(keysieve_scan_into(builtin, data, strlen(TEXT), findings, 1, &count) ==
          KEYSIEVE_ERROR_ROOM);
    CHECK(count == 2 && covers(findings[0].secret, data, PASSWORD));
    CHECK(((unsigned char *)&findings[1])[0] == 0x5a);
    CHECK(keysieve_scan_into(builtin, data, strlen(TEXT), findings, 2, &count) == KEYSIEVE_OK);
    CHECK(count == 2 && covers(findings[1].secret, data, PASSWORD));
    CHECK(findings[0].secret.end <= findings[1].secret.start);
    CHECK(((unsigned char *)&findings[2])[0] == 0x5a);
}

typedef struct SeenRecords {
    int calls;
    int stop_at;
    size_t last;
    keysieve_span secret;
} SeenRecords;

static int see_record(size_t record, const keysieve_finding *finding, void *user) {
    SeenRecords *seen = user;
    seen->calls++;
    seen->last = record;
    seen->secret = finding->secret;
    return seen->calls == seen->stop_at;
}

static keysieve_bytes record_of(const char *text) {
    keysieve_bytes record;
    record.data = bytes(text);
    record.length = strlen(text);
    return record;
}

static void records_are_scanned_one_by_one(void) {
    SeenRecords seen = {0};
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();
    keysieve_bytes records[5];

    memset(records, 0, sizeof records);
    records[0] = record_of("redis://app:kX93mL");
    records[1] = record_of("q0ZtWv@cache:6379/0");
    records[3] = record_of(TEXT);
    records[4] = record_of(REDIS_URL);
    CHECK(keysieve_scan_records(builtin, records, 5, see_record, &seen) == KEYSIEVE_OK);
    CHECK(seen.calls == 3 && seen.last == 4);
    CHECK(covers(seen.secret, records[4].data, PASSWORD));

    seen.calls = 0;
    seen.stop_at = 2;
    CHECK(keysieve_scan_records(builtin, records, 5, see_record, &seen) == KEYSIEVE_STOPPED);
    CHECK(seen.calls == 2 && seen.last == 3);

    seen.calls = 0;
    CHECK(keysieve_scan_records(builtin, NULL, 0, see_record, &seen) == KEYSIEVE_OK);
    CHECK(keysieve_scan_records(builtin, NULL, 1, see_record, &seen) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan_records(NULL, records, 5, see_record, &seen) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan_records(builtin, records, 5, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    records[4].data = NULL;
    CHECK(keysieve_scan_records(builtin, records, 5, see_record, &seen) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(seen.calls == 0);
}

static void nothing_is_legal_and_null_is_not(void) {
    Seen seen = {0};
    size_t count = 99;
    keysieve_position position;
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();

    CHECK(keysieve_scan(builtin, NULL, 0, see, &seen) == KEYSIEVE_OK && seen.calls == 0);
    CHECK(keysieve_scan_into(builtin, NULL, 0, NULL, 0, &count) == KEYSIEVE_OK && count == 0);
    CHECK(keysieve_position_of(NULL, 0, 5, NULL, &position) == KEYSIEVE_OK);
    CHECK(position.offset == 0 && position.line == 1 && position.column == 1);

    CHECK(keysieve_scan(NULL, bytes("x"), 1, see, &seen) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan(builtin, NULL, 1, see, &seen) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan(builtin, bytes("x"), 1, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan_into(builtin, bytes("x"), 1, NULL, 1, &count) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan_into(builtin, bytes("x"), 1, NULL, 0, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scan_into(NULL, bytes("x"), 1, NULL, 0, &count) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_position_of(NULL, 1, 0, NULL, &position) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(position.offset == 0 && position.line == 0 && position.column == 0);
    CHECK(keysieve_position_of(NULL, 0, 0, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_finding_facts(NULL, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_finding_fingerprint(NULL, NULL, 0, NULL) == KEYSIEVE_ERROR_ARGUMENT);
}

typedef struct Facts {
    int calls;
    uint64_t account;
    char text[32];
    int stop;
} Facts;

static int note(const keysieve_fact *fact, void *user) {
    Facts *facts = user;
    facts->calls++;
    if (is(fact->name, "account") && fact->text.length < sizeof facts->text) {
        facts->account = fact->number;
        memcpy(facts->text, fact->text.data, fact->text.length);
        facts->text[fact->text.length] = '\0';
    }
    return facts->stop;
}

static void credentials_speak_for_themselves(void) {
    keysieve_finding findings[2], elsewhere;
    size_t count;
    Facts facts = {0};
    char digits[32];

    CHECK(keysieve_scan_into(keysieve_ruleset_builtin(), bytes(AWS_PAIR), strlen(AWS_PAIR),
                             findings, 2, &count) == KEYSIEVE_OK);
    CHECK(count == 2);
    CHECK(is(keysieve_rule_id(findings[0].rule), "aws-access-key-id"));
    CHECK(findings[0].companion_count == 1);
    CHECK(findings[0].companions[0].rule == findings[1].rule);
    CHECK(covers(findings[0].companions[0].secret, bytes(AWS_PAIR), AWS_SECRET));

    CHECK(keysieve_finding_facts(&findings[0], note, &facts) == KEYSIEVE_OK);
    CHECK(facts.calls == 1 && facts.account > 0);
    snprintf(digits, sizeof digits, "%012" PRIu64, facts.account);
    CHECK(strcmp(digits, facts.text) == 0);
    facts.stop = 1;
    CHECK(keysieve_finding_facts(&findings[0], note, &facts) == KEYSIEVE_STOPPED);

    elsewhere = findings[0];
    elsewhere.text = NULL;
    CHECK(keysieve_finding_facts(&elsewhere, note, &facts) == KEYSIEVE_ERROR_GONE);
    elsewhere = findings[0];
    elsewhere.text_secret.end = elsewhere.text_length + 1;
    CHECK(keysieve_finding_facts(&elsewhere, note, &facts) == KEYSIEVE_ERROR_ARGUMENT);
    elsewhere.text_secret.start = UINT64_MAX;
    CHECK(keysieve_finding_facts(&elsewhere, note, &facts) == KEYSIEVE_ERROR_ARGUMENT);
}

static void fingerprints_depend_on_secret_and_key(void) {
    keysieve_finding findings[2];
    size_t count;
    uint8_t key[KEYSIEVE_FINGERPRINT_KEY_LENGTH] = {7};
    uint8_t one[KEYSIEVE_FINGERPRINT_LENGTH], two[KEYSIEVE_FINGERPRINT_LENGTH];

    CHECK(keysieve_scan_into(keysieve_ruleset_builtin(), bytes(TEXT), strlen(TEXT), findings, 2,
                             &count) == KEYSIEVE_OK);
    CHECK(keysieve_finding_fingerprint(&findings[0], NULL, 0, one) == KEYSIEVE_OK);
    CHECK(keysieve_finding_fingerprint(&findings[1], NULL, 0, two) == KEYSIEVE_OK);
    CHECK(memcmp(one, two, sizeof one) == 0);
    CHECK(keysieve_finding_fingerprint(&findings[1], key, sizeof key, two) == KEYSIEVE_OK);
    CHECK(memcmp(one, two, sizeof one) != 0);
    CHECK(keysieve_finding_fingerprint(&findings[1], key, 5, two) == KEYSIEVE_ERROR_ARGUMENT);
    memset(one, 0, sizeof one);
    CHECK(memcmp(one, two, sizeof two) == 0);
}

static void a_finding_has_a_class_of_its_own(void) {
    Seen seen = {0};
    const char *named = "crisp_website_id=4e1f6b0a-93c2-4d57-a8e0-7bd25c19f364";
    keysieve_rule_info info = {.size = sizeof info};
    CHECK(keysieve_scan(keysieve_ruleset_builtin(), bytes(named), strlen(named), see, &seen) == 0);
    CHECK(seen.last.finding_class == KEYSIEVE_CLASS_CONDITIONAL);
    CHECK(keysieve_rule_describe(seen.last.rule, &info) == KEYSIEVE_OK);
    CHECK(info.rule_class == KEYSIEVE_CLASS_SECRET);
    CHECK(keysieve_scan(keysieve_ruleset_builtin(), bytes(TEXT), strlen(TEXT), see, &seen) == 0);
    CHECK(seen.last.finding_class == KEYSIEVE_CLASS_SECRET);
}

static void reasons_and_names_are_words(void) {
    Seen seen = {0};
    CHECK(keysieve_scan(keysieve_ruleset_builtin(), bytes(TEXT), strlen(TEXT), see, &seen) == 0);
    CHECK(is(keysieve_evidence_reason(seen.last.evidence, 0), "stands where a secret belongs"));
    CHECK(keysieve_evidence_reason(seen.last.evidence, 32).length == 0);
    CHECK(is(keysieve_severity_name(KEYSIEVE_SEVERITY_CRITICAL), "critical"));
    CHECK(is(keysieve_class_name(KEYSIEVE_CLASS_CONDITIONAL), "conditional"));
    CHECK(is(keysieve_validity_name(KEYSIEVE_VALID), "valid"));
    CHECK(is(keysieve_encoding_name(KEYSIEVE_ENCODING_UTF16BE), "utf-16be"));
    CHECK(is(keysieve_severity_name(99), "") && is(keysieve_encoding_name(0), ""));
    CHECK(is(keysieve_status_message(KEYSIEVE_ERROR_BUSY), "the object is in use"));
    CHECK(is(keysieve_status_message(99), "unknown status"));
    CHECK(keysieve_abi_version() == KEYSIEVE_ABI_VERSION);
    CHECK(keysieve_version().length >= 5);
}

static void positions_count_on(void) {
    static const char text[] = "ab\ncd\n\nefg";
    keysieve_position known = {0, 1, 1}, again;
    uint64_t offset, line = 1, column = 1;
    for (offset = 0; offset < sizeof text - 1; offset++) {
        CHECK(keysieve_position_of(bytes(text), sizeof text - 1, offset, &known, &known) == 0);
        CHECK(keysieve_position_of(bytes(text), sizeof text - 1, offset, NULL, &again) == 0);
        CHECK(memcmp(&known, &again, sizeof known) == 0);
        CHECK(known.offset == offset && known.line == line && known.column == column);
        line += text[offset] == '\n';
        column = text[offset] == '\n' ? 1 : column + 1;
    }
    /* What is known does not help if it stands behind, and the end is the end. */
    CHECK(keysieve_position_of(bytes(text), sizeof text - 1, 1, &known, &again) == 0);
    CHECK(again.line == 1 && again.column == 2);
    CHECK(keysieve_position_of(bytes(text), sizeof text - 1, 999, NULL, &again) == 0);
    CHECK(again.offset == sizeof text - 1 && again.line == 4 && again.column == 4);
}

int main(void) {
    findings_are_handed_over();
    arrays_never_overflow();
    records_are_scanned_one_by_one();
    nothing_is_legal_and_null_is_not();
    credentials_speak_for_themselves();
    fingerprints_depend_on_secret_and_key();
    a_finding_has_a_class_of_its_own();
    reasons_and_names_are_words();
    positions_count_on();
    return 0;
}
