#include <keysieve.hpp>

int main() {
    keysieve::scanner scanner(keysieve::ruleset::builtin());
    const auto clean = scanner.redact("redis://app:kX93mLq0ZtWv@cache:6379/0");
    return clean == "redis://app:************@cache:6379/0" ? 0 : 1;
}
