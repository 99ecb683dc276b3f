/* What the tests share: a check that says where it failed, and inputs that hold a credential. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keysieve.h"

#define CHECK(holds)                                                                      \
    do {                                                                                  \
        if (!(holds)) {                                                                   \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds);    \
            exit(1);                                                                      \
        }                                                                                 \
    } while (0)

/* Split, so that nobody takes it for a key of somebody's. */
#define AWS_KEY_ID "AK" "IAQ3EGV5VZSW2LX7KM"
#define AWS_SECRET "vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB"
#define AWS_PAIR "aws_access_key_id=" AWS_KEY_ID "\naws_secret_access_key=" AWS_SECRET "\n"
#define PASSWORD "kX93mLq0ZtWv"
#define REDIS_URL "redis://app:" PASSWORD "@cache:6379/0"
/* REDIS_URL in base64. */
#define REDIS_BASE64 "cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA=="

static inline const uint8_t *bytes(const char *text) {
    return (const uint8_t *)text;
}

static inline int is(keysieve_string string, const char *text) {
    return string.data != NULL && string.length == strlen(text) &&
           memcmp(string.data, text, string.length) == 0;
}

static inline int holds(keysieve_string string, const char *part) {
    size_t length = strlen(part), at;
    for (at = 0; at + length <= string.length; at++) {
        if (memcmp(string.data + at, part, length) == 0) {
            return 1;
        }
    }
    return 0;
}

static inline keysieve_string text_of(const char *text) {
    keysieve_string string;
    string.data = text;
    string.length = strlen(text);
    return string;
}

static inline int covers(keysieve_span span, const uint8_t *data, const char *text) {
    return span.end - span.start == strlen(text) &&
           memcmp(data + span.start, text, strlen(text)) == 0;
}

#endif
