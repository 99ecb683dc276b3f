/* Streams: the same as the whole, however it is cut. */
#include "check.h"

#define TEXT "first line\nurl: " REDIS_URL "\n" AWS_PAIR "last: " REDIS_URL
#define MOST 8

typedef struct Seen {
    keysieve_stream *stream;
    size_t count;
    size_t stop_at;
    keysieve_finding findings[MOST];
} Seen;

static int see(const keysieve_finding *finding, void *user) {
    Seen *seen = user;
    CHECK(seen->count < MOST);
    CHECK(finding->text_secret.end <= finding->text_length);
    CHECK(keysieve_stream_push(seen->stream, NULL, 0, see, NULL) == KEYSIEVE_ERROR_BUSY);
    seen->findings[seen->count++] = *finding;
    return seen->count == seen->stop_at;
}

static keysieve_stream *new_stream(void) {
    keysieve_stream *stream = NULL;
    CHECK(keysieve_stream_new(keysieve_ruleset_builtin(), 0, &stream) == KEYSIEVE_OK && stream);
    return stream;
}

static void every_cut_gives_the_same(void) {
    Seen seen = {0};
    keysieve_finding whole[MOST];
    size_t count, cut, at, length = strlen(TEXT);
    const uint8_t *data = bytes(TEXT);

    CHECK(keysieve_scan_into(keysieve_ruleset_builtin(), data, length, whole, MOST, &count) ==
          KEYSIEVE_OK);
    CHECK(count == 4);
    seen.stream = new_stream();
    /* One stream after the other, each cut once; and bytes of nothing in between. */
    for (cut = 0; cut <= length; cut++) {
        seen.count = 0;
        CHECK(keysieve_stream_push(seen.stream, data, cut, see, &seen) == KEYSIEVE_OK);
        CHECK(keysieve_stream_push(seen.stream, NULL, 0, see, &seen) == KEYSIEVE_OK);
        CHECK(keysieve_stream_push(seen.stream, data + cut, length - cut, see, &seen) ==
              KEYSIEVE_OK);
        CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_OK);
        CHECK(seen.count == count);
        for (at = 0; at < count; at++) {
            keysieve_position position;
            const keysieve_finding *found = &seen.findings[at];
            CHECK(found->rule == whole[at].rule && found->confidence == whole[at].confidence);
            CHECK(found->secret.start == whole[at].secret.start);
            CHECK(found->secret.end == whole[at].secret.end);
            CHECK(found->redact.start == whole[at].redact.start);
            CHECK(found->companion_count == whole[at].companion_count);
            CHECK(found->companions[0].secret.start == whole[at].companions[0].secret.start);
            CHECK(keysieve_position_of(data, length, found->secret.start, NULL, &position) == 0);
            CHECK(found->line == position.line && found->column == position.column);
        }
    }
    keysieve_stream_free(seen.stream);
}

static void places_count_from_the_start_of_the_stream(void) {
    static uint8_t filler[1 << 16];
    Seen seen = {0};
    int piece;

    memset(filler, 'x', sizeof filler);
    filler[sizeof filler - 1] = '\n';
    seen.stream = new_stream();
    for (piece = 0; piece < 40; piece++) {
        CHECK(keysieve_stream_push(seen.stream, filler, sizeof filler, see, &seen) == KEYSIEVE_OK);
    }
    CHECK(keysieve_stream_push(seen.stream, bytes(REDIS_URL), strlen(REDIS_URL), see, &seen) == 0);
    CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_OK);
    CHECK(seen.count == 1 && seen.findings[0].secret.start == 40 * sizeof filler + 12);
    CHECK(seen.findings[0].line == 41 && seen.findings[0].column == 13);
    keysieve_stream_free(seen.stream);
}

static void streams_stop_and_start_over(void) {
    Seen seen = {0};
    seen.stream = new_stream();
    CHECK(keysieve_stream_push(seen.stream, bytes(TEXT), strlen(TEXT), see, &seen) == KEYSIEVE_OK);
    seen.stop_at = 1;
    CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_STOPPED && seen.count == 1);
    /* Nothing of it is left in the next. */
    CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_OK && seen.count == 1);
    CHECK(keysieve_stream_push(seen.stream, bytes(TEXT), strlen(TEXT), see, &seen) == KEYSIEVE_OK);
    CHECK(keysieve_stream_restart(seen.stream) == KEYSIEVE_OK);
    CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_OK && seen.count == 1);
    keysieve_stream_free(seen.stream);
}

static void paths_can_be_allowed(void) {
    keysieve_string tests = {"tests/", 6};
    keysieve_allow allow = {{"", 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0};
    keysieve_options options = KEYSIEVE_OPTIONS_INIT;
    keysieve_ruleset *ruleset = NULL;
    Seen seen = {0};

    allow.path_prefixes.items = &tests;
    allow.path_prefixes.count = 1;
    options.allow = &allow;
    options.allow_count = 1;
    CHECK(keysieve_ruleset_new(&options, &ruleset, NULL) == KEYSIEVE_OK);
    CHECK(keysieve_stream_new(ruleset, 1 << 20, &seen.stream) == KEYSIEVE_OK);
    keysieve_ruleset_release(ruleset);
    CHECK(keysieve_stream_set_path(seen.stream, "tests/a.yml", 11) == KEYSIEVE_OK);
    CHECK(keysieve_stream_push(seen.stream, bytes(TEXT), strlen(TEXT), see, &seen) == KEYSIEVE_OK);
    CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_OK && seen.count == 0);
    CHECK(keysieve_stream_set_path(seen.stream, "src/a.yml", 9) == KEYSIEVE_OK);
    CHECK(keysieve_stream_push(seen.stream, bytes(TEXT), strlen(TEXT), see, &seen) == KEYSIEVE_OK);
    CHECK(keysieve_stream_finish(seen.stream, see, &seen) == KEYSIEVE_OK && seen.count == 4);
    CHECK(keysieve_stream_set_path(seen.stream, "\xff", 1) == KEYSIEVE_ERROR_ARGUMENT);
    keysieve_stream_free(seen.stream);
}

static int free_it(const keysieve_finding *finding, void *user) {
    keysieve_stream_free(user);
    CHECK(covers(finding->text_secret, finding->text, PASSWORD));
    return 1;
}

static void what_cannot_be_is_refused(void) {
    Seen seen = {0};
    keysieve_stream *stream = NULL;
    const keysieve_ruleset *builtin = keysieve_ruleset_builtin();

    CHECK(keysieve_stream_new(NULL, 0, &stream) == KEYSIEVE_ERROR_ARGUMENT && !stream);
    CHECK(keysieve_stream_new(builtin, 64, &stream) == KEYSIEVE_ERROR_ARGUMENT && !stream);
    CHECK(keysieve_stream_new(builtin, SIZE_MAX, &stream) == KEYSIEVE_ERROR_ARGUMENT && !stream);
    CHECK(keysieve_stream_new(builtin, 0, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_stream_push(NULL, NULL, 0, see, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_stream_finish(NULL, see, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_stream_restart(NULL) == KEYSIEVE_ERROR_ARGUMENT);
    stream = new_stream();
    CHECK(keysieve_stream_push(stream, NULL, 1, see, &seen) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_stream_push(stream, NULL, 0, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_stream_finish(stream, NULL, NULL) == KEYSIEVE_ERROR_ARGUMENT);
    CHECK(keysieve_stream_push(stream, bytes(REDIS_URL), strlen(REDIS_URL), free_it, stream) == 0);
    CHECK(keysieve_stream_finish(stream, free_it, stream) == KEYSIEVE_STOPPED);
    keysieve_stream_free(NULL);
}

int main(void) {
    every_cut_gives_the_same();
    places_count_from_the_start_of_the_stream();
    streams_stop_and_start_over();
    paths_can_be_allowed();
    what_cannot_be_is_refused();
    return 0;
}
