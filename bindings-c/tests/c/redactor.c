/* Redaction in pieces: the same as of the whole, however it is cut. */
#include "check.h"

#define TEXT "first line\nurl: " REDIS_URL "\n" AWS_PAIR "last: " REDIS_URL "\n"

typedef struct Written {
    keysieve_redactor *redactor;
    uint8_t bytes[1 << 12];
    size_t length;
    int stop;
} Written;

static int take(const uint8_t *data, size_t length, void *user) {
    Written *written = user;
    CHECK(length > 0 && length <= sizeof written->bytes - written->length);
    CHECK(keysieve_redactor_push(written->redactor, NULL, 0, take, NULL) == KEYSIEVE_ERROR_BUSY);
    memcpy(written->bytes + written->length, data, length);
    written->length += length;
    return written->stop;
}

static keysieve_redactor *new_redactor(const keysieve_redaction *redaction) {
    keysieve_redactor *redactor = NULL;
    CHECK(keysieve_redactor_new(keysieve_ruleset_builtin(), NULL, redaction, &redactor) == 0);
    CHECK(redactor);
    return redactor;
}

static void every_cut_gives_the_same(void) {
    static Written written;
    keysieve_redaction label = KEYSIEVE_REDACTION_INIT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_scanner *scanner = NULL;
    uint8_t whole[1 << 12];
    size_t cut, room, length = strlen(TEXT);
    const uint8_t *data = bytes(TEXT);

    label.replacement = KEYSIEVE_LABEL;
    CHECK(keysieve_scanner_new(keysieve_ruleset_builtin(), NULL, &scanner) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_redact(scanner, data, length, &label, whole, sizeof whole, &room) == 0);
    keysieve_scanner_free(scanner);
    CHECK(room > length);

    written.redactor = new_redactor(&label);
    for (cut = 0; cut <= length; cut++) {
        written.length = 0;
        CHECK(keysieve_redactor_push(written.redactor, data, cut, take, &written) == 0);
        CHECK(keysieve_redactor_push(written.redactor, NULL, 0, take, &written) == 0);
        CHECK(keysieve_redactor_push(written.redactor, data + cut, length - cut, take, &written) ==
              KEYSIEVE_OK);
        CHECK(keysieve_redactor_finish(written.redactor, take, &written, &summary) == KEYSIEVE_OK);
        CHECK(written.length == room && memcmp(written.bytes, whole, room) == 0);
        CHECK(summary.findings == 4 && summary.limit == KEYSIEVE_LIMIT_NONE);
    }
    keysieve_redactor_free(written.redactor);
}

static void a_callback_stops_it(void) {
    static Written written;
    written.redactor = new_redactor(NULL);
    written.stop = 1;
    CHECK(keysieve_redactor_push(written.redactor, bytes(TEXT), strlen(TEXT), take, &written) == 0);
    CHECK(keysieve_redactor_finish(written.redactor, take, &written, NULL) == KEYSIEVE_STOPPED);
    CHECK(written.length > 0);
    /* What follows belongs to the same stream still, unless it is given up. */
    CHECK(keysieve_redactor_restart(written.redactor) == KEYSIEVE_OK);
    written.stop = 0;
    written.length = 0;
    CHECK(keysieve_redactor_finish(written.redactor, take, &written, NULL) == KEYSIEVE_OK);
    CHECK(written.length == 0);
    keysieve_redactor_free(written.redactor);
}

/* Takes every third time what it is handed. */
typedef struct Fitful {
    size_t calls, length, capacity;
    uint8_t *bytes;
} Fitful;

static int take_fitfully(const uint8_t *data, size_t length, void *user) {
    Fitful *fitful = user;
    if (++fitful->calls % 3 != 0) {
        return 1;
    }
    CHECK(length <= fitful->capacity - fitful->length);
    memcpy(fitful->bytes + fitful->length, data, length);
    fitful->length += length;
    return 0;
}

static void what_a_callback_refuses_comes_again(void) {
    size_t length = 2000000, at;
    uint8_t *text = malloc(length + strlen(TEXT)), *whole = malloc(length);
    Fitful fitful = {0};
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_scanner *scanner = NULL;
    keysieve_redactor *redactor = new_redactor(NULL);
    keysieve_status status;

    fitful.bytes = malloc(length);
    fitful.capacity = length;
    CHECK(text && whole && fitful.bytes);
    for (at = 0; at < length; at += strlen(TEXT)) {
        memcpy(text + at, TEXT, strlen(TEXT));
    }
    memcpy(whole, text, length);
    CHECK(keysieve_scanner_new(keysieve_ruleset_builtin(), NULL, &scanner) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_redact_in_place(scanner, whole, length) == KEYSIEVE_OK);
    keysieve_scanner_free(scanner);

    for (at = 0; at < length; at += 100000) {
        status = keysieve_redactor_push(redactor, text + at, 100000, take_fitfully, &fitful);
        CHECK(status == KEYSIEVE_OK || status == KEYSIEVE_STOPPED);
    }
    do {
        status = keysieve_redactor_finish(redactor, take_fitfully, &fitful, &summary);
    } while (status == KEYSIEVE_STOPPED);
    CHECK(status == KEYSIEVE_OK && summary.findings > 10000 && fitful.calls > 10);
    CHECK(fitful.length == length && memcmp(fitful.bytes, whole, length) == 0);
    keysieve_redactor_free(redactor);
    free(fitful.bytes);
    free(whole);
    free(text);
}

static void what_is_held_can_be_told_and_had(void) {
    static Written written;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_limits limits = KEYSIEVE_LIMITS_INIT;
    size_t held = 99;

    limits.total = 16;
    CHECK(keysieve_redactor_new(keysieve_ruleset_builtin(), &limits, NULL, &written.redactor) == 0);
    CHECK(keysieve_redactor_push(written.redactor, bytes(REDIS_URL "\n" REDIS_BASE64 "\n"),
                                 strlen(REDIS_URL REDIS_BASE64) + 2, take, &written) == KEYSIEVE_OK);
    CHECK(keysieve_redactor_summary(written.redactor, &summary, &held) == KEYSIEVE_OK);
    CHECK(held == strlen(REDIS_URL REDIS_BASE64) + 2 && summary.findings == 0);
    CHECK(keysieve_redactor_flush(written.redactor, take, &written) == KEYSIEVE_OK);
    CHECK(written.length == held && memcmp(written.bytes, "redis://app:************@", 25) == 0);
    /* While it goes on it says already that not everything was looked at. */
    CHECK(keysieve_redactor_summary(written.redactor, &summary, &held) == KEYSIEVE_OK);
    CHECK(held == 0 && summary.findings == 1 && summary.limit == KEYSIEVE_LIMIT_TOTAL);
    CHECK(keysieve_redactor_summary(written.redactor, &summary, NULL) == KEYSIEVE_OK);
    CHECK(keysieve_redactor_finish(written.redactor, take, &written, NULL) == KEYSIEVE_INCOMPLETE);
    keysieve_redactor_free(written.redactor);
}

static void a_path_that_is_allowed_is_left_alone(void) {
    static Written written;
    keysieve_string prefix = text_of("tests/");
    keysieve_allow allow = {0};
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_ruleset *rules = NULL;
    keysieve_scanner *scanner = NULL;
    char text[] = REDIS_URL;
    uint8_t copy[sizeof text];
    size_t length = strlen(text), size, at;
    const char *paths[] = {"tests/a.log", "", "src/a.log"};

    allow.reason = text_of("tests");
    allow.path_prefixes.items = &prefix;
    allow.path_prefixes.count = 1;
    options.allow = &allow;
    options.allow_count = 1;
    CHECK(keysieve_ruleset_new(&options, &rules, NULL) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_new(rules, NULL, &scanner) == KEYSIEVE_OK);
    CHECK(keysieve_redactor_new(rules, NULL, NULL, &written.redactor) == KEYSIEVE_OK);
    for (at = 0; at < 3; at++) {
        const char *expected = at == 0 ? REDIS_URL : "redis://app:************@cache:6379/0";
        const char *path = paths[at];
        written.length = 0;
        CHECK(keysieve_redactor_set_path(written.redactor, path, strlen(path)) == KEYSIEVE_OK);
        CHECK(keysieve_redactor_push(written.redactor, bytes(REDIS_URL), length, take, &written) == 0);
        CHECK(keysieve_redactor_finish(written.redactor, take, &written, NULL) == KEYSIEVE_OK);
        CHECK(written.length == length && memcmp(written.bytes, expected, length) == 0);

        CHECK(keysieve_scanner_set_path(scanner, path, strlen(path)) == KEYSIEVE_OK);
        CHECK(keysieve_scanner_redact(scanner, bytes(REDIS_URL), length, NULL, copy, sizeof copy,
                                      &size) == KEYSIEVE_OK);
        CHECK(size == length && memcmp(copy, expected, length) == 0);
        CHECK(keysieve_scanner_redact_in_place(scanner, (uint8_t *)text, length) == KEYSIEVE_OK);
        CHECK(memcmp(text, expected, length) == 0);
    }
    keysieve_redactor_free(written.redactor);
    keysieve_scanner_free(scanner);
    keysieve_ruleset_release(rules);
}

static void wrong_arguments_are_refused(void) {
    static Written written;
    keysieve_redaction redaction = KEYSIEVE_REDACTION_INIT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_redactor *none = NULL;
    size_t held = 99;
    const keysieve_ruleset *rules = keysieve_ruleset_builtin();

    CHECK(keysieve_redactor_new(NULL, NULL, NULL, &none) == KEYSIEVE_ERROR_ARGUMENT && !none);
    CHECK(keysieve_redactor_new(rules, NULL, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    redaction.replacement = 99;
    CHECK(keysieve_redactor_new(rules, NULL, &redaction, &none) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_push(NULL, NULL, 0, take, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    written.redactor = new_redactor(NULL);
    CHECK(keysieve_redactor_push(written.redactor, NULL, 1, take, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_push(written.redactor, NULL, 0, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_flush(NULL, take, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_flush(written.redactor, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    summary.findings = 99;
    CHECK(keysieve_redactor_summary(NULL, &summary, &held) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(summary.findings == 0 && held == 0);
    CHECK(keysieve_redactor_summary(written.redactor, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_set_path(NULL, "a", 1) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_set_path(written.redactor, "\xff", 1) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_restart(NULL) == KEYSIEVE_ERROR_ARGUMENT);
    summary.size = 3;
    CHECK(keysieve_redactor_finish(written.redactor, take, &written, &summary) ==
          KEYSIEVE_ERROR_ARGUMENT);
    keysieve_redactor_free(written.redactor);
    keysieve_redactor_free(NULL);
}

int main(void) {
    every_cut_gives_the_same();
    a_callback_stops_it();
    what_a_callback_refuses_comes_again();
    what_is_held_can_be_told_and_had();
    a_path_that_is_allowed_is_left_alone();
    wrong_arguments_are_refused();
    return 0;
}
