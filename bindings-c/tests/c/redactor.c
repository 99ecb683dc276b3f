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
    keysieve_redactor_free(written.redactor);
}

static void wrong_arguments_are_refused(void) {
    static Written written;
    keysieve_redaction redaction = KEYSIEVE_REDACTION_INIT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    keysieve_redactor *none = NULL;
    const keysieve_ruleset *rules = keysieve_ruleset_builtin();

    CHECK(keysieve_redactor_new(NULL, NULL, NULL, &none) == KEYSIEVE_ERROR_ARGUMENT && !none);
    CHECK(keysieve_redactor_new(rules, NULL, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    redaction.replacement = 99;
    CHECK(keysieve_redactor_new(rules, NULL, &redaction, &none) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_push(NULL, NULL, 0, take, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    written.redactor = new_redactor(NULL);
    CHECK(keysieve_redactor_push(written.redactor, NULL, 1, take, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_redactor_push(written.redactor, NULL, 0, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    summary.size = 3;
    CHECK(keysieve_redactor_finish(written.redactor, take, &written, &summary) ==
          KEYSIEVE_ERROR_ARGUMENT);
    keysieve_redactor_free(written.redactor);
    keysieve_redactor_free(NULL);
}

int main(void) {
    every_cut_gives_the_same();
    a_callback_stops_it();
    wrong_arguments_are_refused();
    return 0;
}
