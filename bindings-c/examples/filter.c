/* Copies standard input to standard output without its credentials.
 *
 *     cc filter.c $(pkg-config --cflags --libs keysieve) -o filter
 *     ./filter < server.log > server.clean.log
 *
 * Ends with 0; with 2 if something could not be read, written or looked at. What was not looked at is
 * not written. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <keysieve.h>

/* All of a file, since a private key may span any border that it is cut at. */
static uint8_t *read_all(FILE *file, size_t *length) {
    size_t capacity = 1 << 16;
    uint8_t *data = malloc(capacity);
    *length = 0;
    while (data != NULL) {
        size_t count = fread(data + *length, 1, capacity - *length, file);
        *length += count;
        if (*length < capacity) {
            if (!ferror(file)) {
                return data;
            }
            free(data);
            return NULL;
        }
        capacity *= 2;
        uint8_t *grown = capacity > *length ? realloc(data, capacity) : NULL;
        if (grown == NULL) {
            free(data);
        }
        data = grown;
    }
    return NULL;
}

int main(void) {
    size_t length;
    uint8_t *data = read_all(stdin, &length);
    if (data == NULL) {
        fprintf(stderr, "filter: standard input: %s\n", strerror(errno));
        return 2;
    }

    keysieve_scanner *scanner = NULL;
    keysieve_status status = keysieve_scanner_new(keysieve_ruleset_builtin(), NULL, &scanner);
    if (status == KEYSIEVE_OK) {
        status = keysieve_scanner_redact_in_place(scanner, data, length);
    }
    keysieve_scanner_free(scanner);

    int result = 0;
    if (status != KEYSIEVE_OK) {
        keysieve_string message = keysieve_status_message(status);
        fprintf(stderr, "filter: %.*s\n", (int)message.length, message.data);
        result = 2;
    } else if (fwrite(data, 1, length, stdout) != length || fflush(stdout) != 0) {
        fprintf(stderr, "filter: standard output: %s\n", strerror(errno));
        result = 2;
    }
    free(data);
    return result;
}
