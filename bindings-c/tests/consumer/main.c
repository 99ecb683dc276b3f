#include <keysieve.h>

static const char url[] = "redis://app:kX93mLq0ZtWv@cache:6379/0";

int main(void) {
    size_t count = 0;
    keysieve_scan_into(keysieve_ruleset_builtin(), (const uint8_t *)url, sizeof url - 1, NULL, 0,
                       &count);
    return count == 1 && keysieve_abi_version() == KEYSIEVE_ABI_VERSION ? 0 : 1;
}
