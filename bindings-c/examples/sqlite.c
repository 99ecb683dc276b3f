/* Functions for SQLite:
 *
 *     redact(x)          x without its credentials, each masked with as many `*`
 *     redact(x, how)     the same with 'mask', 'label', 'fingerprint' or 'twin'
 *     has_secret(x)      1 if there is a credential in x, 0 if not
 *
 * Text and blobs stay what they are; NULL and numbers are given back as they came.
 *
 *     cc -shared -fPIC sqlite.c $(pkg-config --cflags --libs keysieve) -o keysieve_sqlite.so
 *     sqlite> .load ./keysieve_sqlite
 *     sqlite> UPDATE messages SET body = redact(body) WHERE has_secret(body);
 */
#include <string.h>

#include <keysieve.h>
#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT1

static const struct {
    const char *name;
    uint32_t replacement;
} REPLACEMENTS[] = {
    {"mask", KEYSIEVE_MASK},
    {"label", KEYSIEVE_LABEL},
    {"fingerprint", KEYSIEVE_FINGERPRINT},
    {"twin", KEYSIEVE_TWIN},
};

/* The bytes of a value; text in UTF-8. */
static const uint8_t *bytes_of(sqlite3_value *value, int type, size_t *length) {
    const void *data =
        type == SQLITE_TEXT ? (const void *)sqlite3_value_text(value) : sqlite3_value_blob(value);
    *length = (size_t)sqlite3_value_bytes(value);
    return data;
}

static void give_status(sqlite3_context *context, keysieve_status status) {
    keysieve_string message = keysieve_status_message(status);
    sqlite3_result_error(context, message.data, (int)message.length);
}

/* Gives bytes of SQLite's memory as the result. */
static void give(sqlite3_context *context, int type, uint8_t *data, size_t length) {
    if (type == SQLITE_TEXT) {
        sqlite3_result_text64(context, (char *)data, length, sqlite3_free, SQLITE_UTF8);
    } else {
        sqlite3_result_blob64(context, data, length, sqlite3_free);
    }
}

static void redact(sqlite3_context *context, int count, sqlite3_value **values) {
    /* SQLite lets one thread at a time use a connection, and so its scanner. */
    keysieve_scanner *scanner = sqlite3_user_data(context);
    keysieve_redaction redaction = KEYSIEVE_REDACTION_INIT;
    int type = sqlite3_value_type(values[0]);
    size_t length, capacity, written, at;

    if (type != SQLITE_TEXT && type != SQLITE_BLOB) {
        sqlite3_result_value(context, values[0]);
        return;
    }
    if (count == 2) {
        const char *how = (const char *)sqlite3_value_text(values[1]);
        size_t known = sizeof REPLACEMENTS / sizeof *REPLACEMENTS;
        for (at = 0; at < known && (!how || strcmp(how, REPLACEMENTS[at].name) != 0); at++) {
        }
        if (at == known) {
            sqlite3_result_error(
                context, "redact: the second argument is 'mask', 'label', 'fingerprint' or 'twin'",
                -1);
            return;
        }
        redaction.replacement = REPLACEMENTS[at].replacement;
    }

    const uint8_t *data = bytes_of(values[0], type, &length);
    if (data == NULL && length != 0) {
        sqlite3_result_error_nomem(context);
        return;
    }
    /* Mostly this is enough; if not, it is tried once more with as much as is needed. */
    for (capacity = length + 64;; capacity = written) {
        uint8_t *out = sqlite3_malloc64(capacity + 1);
        keysieve_status status;
        if (out == NULL) {
            sqlite3_result_error_nomem(context);
            return;
        }
        if (redaction.replacement == KEYSIEVE_MASK) {
            if (length != 0) {
                memcpy(out, data, length);
            }
            written = length;
            status = keysieve_scanner_redact_in_place(scanner, out, length);
        } else {
            status = keysieve_scanner_redact(scanner, data, length, &redaction, out, capacity,
                                             &written);
        }
        if (status == KEYSIEVE_OK) {
            give(context, type, out, written);
            return;
        }
        sqlite3_free(out);
        if (status != KEYSIEVE_ERROR_ROOM) {
            give_status(context, status);
            return;
        }
    }
}

static int stop(const keysieve_finding *finding, void *user) {
    (void)finding;
    (void)user;
    return 1;
}

static void has_secret(sqlite3_context *context, int count, sqlite3_value **values) {
    int type = sqlite3_value_type(values[0]);
    keysieve_status status = KEYSIEVE_OK;
    size_t length;

    (void)count;
    if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        const uint8_t *data = bytes_of(values[0], type, &length);
        if (data == NULL && length != 0) {
            sqlite3_result_error_nomem(context);
            return;
        }
        status = keysieve_scanner_scan(sqlite3_user_data(context), data, length, stop, NULL);
    }
    if (status == KEYSIEVE_OK || status == KEYSIEVE_STOPPED) {
        sqlite3_result_int(context, status == KEYSIEVE_STOPPED);
    } else {
        give_status(context, status);
    }
}

static void free_scanner(void *scanner) {
    keysieve_scanner_free(scanner);
}

/* Each function has a scanner of its own, which goes with it. */
static int add(sqlite3 *db, const char *name, int arguments,
               void (*function)(sqlite3_context *, int, sqlite3_value **)) {
    keysieve_scanner *scanner = NULL;
    if (keysieve_scanner_new(keysieve_ruleset_builtin(), NULL, &scanner) != KEYSIEVE_OK) {
        return SQLITE_ERROR;
    }
    return sqlite3_create_function_v2(db, name, arguments,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, scanner,
                                      function, NULL, NULL, free_scanner);
}

int sqlite3_keysievesqlite_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);

int sqlite3_keysievesqlite_init(sqlite3 *db, char **message, const sqlite3_api_routines *api) {
    SQLITE_EXTENSION_INIT2(api);
    int status = SQLITE_OK;
    if (keysieve_abi_version() != KEYSIEVE_ABI_VERSION) {
        *message = sqlite3_mprintf("keysieve: the library is of another version than the header");
        return SQLITE_ERROR;
    }
    status = add(db, "redact", 1, redact);
    if (status == SQLITE_OK) {
        status = add(db, "redact", 2, redact);
    }
    if (status == SQLITE_OK) {
        status = add(db, "has_secret", 1, has_secret);
    }
    return status;
}
