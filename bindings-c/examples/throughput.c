/* How fast a file is scanned: `throughput FILE [ROUNDS]` prints the findings and the bytes a second
 * of the fastest round, in time of the processor, so that it does not matter what else runs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <keysieve.h>

static int count(const keysieve_finding *finding, void *user) {
    (void)finding;
    ++*(uint64_t *)user;
    return 0;
}

static double now(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

int main(int argc, char **argv) {
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    long size = -1;
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    double best = 1e9;
    uint64_t findings = 0;
    uint8_t *data = NULL;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        size = ftell(file);
        rewind(file);
    }
    if (size > 0) {
        data = malloc((size_t)size);
    }
    if (data == NULL || fread(data, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "usage: throughput FILE [ROUNDS]\n");
        return 2;
    }
    fclose(file);

    while (rounds-- > 0) {
        double start = now(), seconds;
        findings = 0;
        if (keysieve_scan(keysieve_ruleset_builtin(), data, (size_t)size, count, &findings) != 0) {
            return 2;
        }
        seconds = now() - start;
        best = seconds < best ? seconds : best;
    }
    free(data);
    printf("%" PRIu64 " %.0f\n", findings, (double)size / best);
    return 0;
}
