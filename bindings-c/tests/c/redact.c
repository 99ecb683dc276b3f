/* Redaction: nothing is left, and no buffer is too small unnoticed. */
#include "check.h"

#define TEXT "url: " REDIS_BASE64 "\nplain: " REDIS_URL "\n"

static keysieve_scanner *new_scanner(void) {
    keysieve_scanner *scanner = NULL;
    CHECK(keysieve_scanner_new(keysieve_ruleset_builtin(), NULL, &scanner) == KEYSIEVE_OK);
    return scanner;
}

static size_t findings_in(keysieve_scanner *scanner, const uint8_t *data, size_t length) {
    size_t count;
    keysieve_status status = keysieve_scanner_scan_into(scanner, data, length, NULL, 0, &count);
    CHECK(status == (count == 0 ? KEYSIEVE_OK : KEYSIEVE_ERROR_ROOM));
    return count;
}

static void in_place(keysieve_scanner *scanner) {
    char text[] = TEXT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;

    CHECK(keysieve_scanner_redact_in_place(scanner, (uint8_t *)text, sizeof text - 1) == KEYSIEVE_OK);
    CHECK(strlen(text) == strlen(TEXT) && strstr(text, PASSWORD) == NULL);
    CHECK(strstr(text, "plain: redis://app:************@cache:6379/0") != NULL);
    CHECK(findings_in(scanner, bytes(text), strlen(text)) == 0);
    CHECK(keysieve_scanner_summary(scanner, &summary) == KEYSIEVE_OK && summary.findings == 0);

    CHECK(keysieve_scanner_redact_in_place(scanner, NULL, 0) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_redact_in_place(scanner, NULL, 1) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_redact_in_place(NULL, (uint8_t *)text, 1) == KEYSIEVE_ERROR_ARGUMENT);
}

static void into_a_buffer(keysieve_scanner *scanner, uint32_t replacement, const char *expected) {
    keysieve_redaction redaction = KEYSIEVE_REDACTION_INIT;
    keysieve_summary summary = KEYSIEVE_SUMMARY_INIT;
    uint8_t *buffer;
    size_t needed = 0, written = 0;

    redaction.replacement = replacement;
    redaction.keep = 4;
    CHECK(keysieve_scanner_redact(scanner, bytes(TEXT), strlen(TEXT), &redaction, NULL, 0, &needed) ==
          KEYSIEVE_ERROR_ROOM);
    CHECK(needed > 0);
    CHECK(keysieve_scanner_summary(scanner, &summary) == KEYSIEVE_OK && summary.findings == 2);
    /* Exactly as much as it needs, and one byte too few, for the sanitizers to look at. */
    buffer = malloc(needed);
    CHECK(buffer != NULL);
    memset(buffer, 0x5a, needed);
    CHECK(keysieve_scanner_redact(scanner, bytes(TEXT), strlen(TEXT), &redaction, buffer,
                                  needed - 1, &written) == KEYSIEVE_ERROR_ROOM);
    CHECK(written == needed && buffer[0] == 0x5a && buffer[needed - 1] == 0x5a);
    CHECK(keysieve_scanner_redact(scanner, bytes(TEXT), strlen(TEXT), &redaction, buffer, needed,
                                  &written) == KEYSIEVE_OK);
    CHECK(written == needed);
    CHECK(findings_in(scanner, buffer, written) == 0);
    CHECK(holds((keysieve_string){(const char *)buffer, written}, expected));
    CHECK(!holds((keysieve_string){(const char *)buffer, written}, PASSWORD));
    free(buffer);
}

static void what_cannot_be_is_refused(keysieve_scanner *scanner) {
    keysieve_redaction redaction = KEYSIEVE_REDACTION_INIT;
    uint8_t buffer[64];
    size_t written = 99;

    redaction.replacement = 99;
    CHECK(keysieve_scanner_redact(scanner, NULL, 0, &redaction, buffer, 64, &written) ==
          KEYSIEVE_ERROR_ARGUMENT);
    CHECK(written == 0);
    redaction.replacement = KEYSIEVE_KEEP_LAST;
    CHECK(keysieve_scanner_redact(scanner, NULL, 0, &redaction, buffer, 64, &written) ==
          KEYSIEVE_ERROR_ARGUMENT);
    redaction.replacement = KEYSIEVE_FINGERPRINT;
    redaction.key = buffer;
    redaction.key_length = 5;
    CHECK(keysieve_scanner_redact(scanner, NULL, 0, &redaction, buffer, 64, &written) ==
          KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_redact(scanner, NULL, 0, NULL, NULL, 64, &written) ==
          KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_redact(scanner, NULL, 0, NULL, buffer, 64, NULL) ==
          KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_redact(NULL, NULL, 0, NULL, buffer, 64, &written) ==
          KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_scanner_redact(scanner, NULL, 0, NULL, NULL, 0, &written) == KEYSIEVE_OK);
    CHECK(written == 0);
}

int main(void) {
    keysieve_scanner *scanner = new_scanner();
    in_place(scanner);
    into_a_buffer(scanner, KEYSIEVE_MASK, "app:************@");
    into_a_buffer(scanner, KEYSIEVE_LABEL, "app:[REDACTED:redis-url-password]@");
    into_a_buffer(scanner, KEYSIEVE_KEEP_LAST, "app:****@");
    into_a_buffer(scanner, KEYSIEVE_FINGERPRINT, ":redis-url-password]@");
    into_a_buffer(scanner, KEYSIEVE_TWIN, "app:xxxxxxxxxxxx@");
    what_cannot_be_is_refused(scanner);
    keysieve_scanner_free(scanner);
    return 0;
}
