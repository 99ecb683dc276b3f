/* Many threads with one ruleset; several that get in one another's way at one scanner. (The latter not
 * where EACH_ITS_OWN is defined: for tools that cannot see how the library tells them apart.) */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>

#include "check.h"

#define THREADS 6
#define ROUNDS 40
#ifdef EACH_ITS_OWN
/* What watches threads needs stack of its own. */
#define STACK (1 << 20)
#else
/* What the header says that a call needs at most, and some for the tests themselves. */
#define STACK ((256 << 10) + (32 << 10))
#endif
#define TEXT "url: " REDIS_BASE64 "\n" AWS_PAIR "\nplain: " REDIS_URL "\n"

typedef struct Shared {
    const keysieve_ruleset *ruleset;
    keysieve_scanner *scanner;
} Shared;

static void *work(void *argument) {
    const Shared *shared = argument;
    const keysieve_ruleset *mine = keysieve_ruleset_retain(shared->ruleset);
    keysieve_scanner *scanner = NULL;
    int round;

    CHECK(keysieve_scanner_new(mine, NULL, &scanner) == KEYSIEVE_OK);
    for (round = 0; round < ROUNDS; round++) {
        keysieve_finding findings[8];
        size_t count = 0;
        CHECK(keysieve_scan_into(mine, bytes(TEXT), strlen(TEXT), findings, 8, &count) == KEYSIEVE_OK);
        CHECK(count == 3);
        CHECK(keysieve_scanner_scan_into(scanner, bytes(TEXT), strlen(TEXT), findings, 8, &count) ==
              KEYSIEVE_OK);
        CHECK(count == 4);
#ifndef EACH_ITS_OWN
        {
            keysieve_status status = keysieve_scanner_scan_into(shared->scanner, bytes(TEXT),
                                                                strlen(TEXT), findings, 8, &count);
            CHECK(status == KEYSIEVE_ERROR_BUSY ? count == 0 : status == KEYSIEVE_OK && count == 4);
        }
#endif
    }
    keysieve_ruleset_release(mine);
    keysieve_scanner_free(scanner);
    return NULL;
}

int main(void) {
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_ruleset *ruleset = NULL;
    pthread_attr_t attributes;
    pthread_t threads[THREADS];
    Shared shared;
    int at;

    options.min_confidence = 30;
    CHECK(keysieve_ruleset_new(&options, &ruleset, NULL) == KEYSIEVE_OK);
    shared.ruleset = ruleset;
    CHECK(keysieve_scanner_new(ruleset, NULL, &shared.scanner) == KEYSIEVE_OK);
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, STACK) == 0);
    for (at = 0; at < THREADS; at++) {
        CHECK(pthread_create(&threads[at], &attributes, work, &shared) == 0);
    }
    CHECK(pthread_attr_destroy(&attributes) == 0);
    for (at = 0; at < THREADS; at++) {
        CHECK(pthread_join(threads[at], NULL) == 0);
    }
    keysieve_ruleset_release(ruleset);
    keysieve_scanner_free(shared.scanner);
    return 0;
}
