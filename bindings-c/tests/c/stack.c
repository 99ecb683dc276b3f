/* All calls get along with as much stack as the header says, however deep is decoded. */
#include "check.h"

#include <pthread.h>

enum { STACK = 256 << 10, DEPTH = 8, LINES = 40 };

typedef struct Work {
    uint8_t *data;
    size_t length;
    int deepest;
    keysieve_scanner *scanner;
    keysieve_redactor *redactor;
    keysieve_stream *stream;
} Work;

static int see(const keysieve_finding *finding, void *user) {
    Work *work = user;
    if (finding->layer_count > work->deepest) {
        work->deepest = finding->layer_count;
    }
    return 0;
}

static int drop(const uint8_t *data, size_t length, void *user) {
    (void)data;
    (void)length;
    (void)user;
    return 0;
}

static void *work_through(void *user) {
    Work *work = user;
    uint8_t *copy = malloc(2 * work->length);
    size_t size;

    CHECK(copy);
    CHECK(keysieve_scan(keysieve_ruleset_builtin(), work->data, work->length, see, work) == 0);
    CHECK(keysieve_stream_push(work->stream, work->data, work->length, see, work) == KEYSIEVE_OK);
    CHECK(keysieve_stream_finish(work->stream, see, work) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_scan(work->scanner, work->data, work->length, see, work) == KEYSIEVE_OK);
    CHECK(work->deepest == DEPTH);
    CHECK(keysieve_scanner_redact(work->scanner, work->data, work->length, NULL, copy,
                                  2 * work->length, &size) == KEYSIEVE_OK);
    CHECK(keysieve_redactor_push(work->redactor, work->data, work->length, drop, NULL) == 0);
    CHECK(keysieve_redactor_finish(work->redactor, drop, NULL, NULL) == KEYSIEVE_OK);
    CHECK(keysieve_scanner_redact_in_place(work->scanner, work->data, work->length) == 0);
    free(copy);
    return NULL;
}

/* Base64, in place of the bytes. */
static size_t encode(uint8_t *data, size_t length) {
    static const char symbols[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t plain[1 << 14];
    size_t at, size = 0;

    CHECK(length <= sizeof plain - 2);
    memcpy(plain, data, length);
    plain[length] = plain[length + 1] = 0;
    for (at = 0; at < length; at += 3) {
        unsigned long bits = (unsigned long)plain[at] << 16 | plain[at + 1] << 8 | plain[at + 2];
        int place;
        for (place = 0; place < 4; place++) {
            int is_padding = at + (size_t)place > length;
            data[size++] = is_padding ? '=' : (uint8_t)symbols[bits >> (18 - 6 * place) & 63];
        }
    }
    return size;
}

int main(void) {
    static uint8_t line[1 << 14];
    Work work = {0};
    size_t length = strlen(REDIS_URL);
    keysieve_limits limits = KEYSIEVE_LIMITS_INIT;
    pthread_attr_t attributes;
    pthread_t thread;
    int at;

    memcpy(line, REDIS_URL, length);
    for (at = 0; at < DEPTH; at++) {
        length = encode(line, length);
    }
    line[length++] = '\n';
    work.length = LINES * length;
    work.data = malloc(work.length);
    CHECK(work.data);
    for (at = 0; at < LINES; at++) {
        memcpy(work.data + (size_t)at * length, line, length);
    }

    limits.depth = DEPTH;
    CHECK(keysieve_scanner_new(keysieve_ruleset_builtin(), &limits, &work.scanner) == 0);
    CHECK(keysieve_redactor_new(keysieve_ruleset_builtin(), &limits, NULL, &work.redactor) == 0);
    CHECK(keysieve_stream_new(keysieve_ruleset_builtin(), 0, &work.stream) == KEYSIEVE_OK);
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, STACK) == 0);
    CHECK(pthread_create(&thread, &attributes, work_through, &work) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    pthread_attr_destroy(&attributes);
    keysieve_stream_free(work.stream);
    keysieve_redactor_free(work.redactor);
    keysieve_scanner_free(work.scanner);
    free(work.data);
    return 0;
}
