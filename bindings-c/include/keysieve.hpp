/*
 * keysieve for C++17: the C interface with destructors, string views and lambdas. Header only.
 *
 *     keysieve::scan(keysieve::ruleset::builtin(), text, [](const keysieve::finding &found) {
 *         std::cout << found.rule().id() << " at byte " << found.secret().start << '\n';
 *     });
 *
 * What keysieve.h says of threads, lifetimes and growth holds here too. Differences:
 * - errors are exceptions: keysieve::error, std::bad_alloc;
 * - a callback may throw: the scan stops, and the exception comes out of the call;
 * - a callback returns nothing, or a bool: false stops;
 * - moved-from objects can be assigned to and destroyed, and nothing else.
 */
#ifndef KEYSIEVE_HPP
#define KEYSIEVE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "keysieve.h"

namespace keysieve {

/* A range of bytes; the end is exclusive. */
using span = keysieve_span;

/* A place in a text: offset, line and column. */
using position = keysieve_position;

/* What came of a scan or redaction. */
using summary = keysieve_summary;

/* The bytes of a span, of the text that it is of; empty if they are not in it. */
inline std::string_view slice(std::string_view text, span part) {
    if (part.start > part.end || part.end > text.size()) {
        return {};
    }
    return text.substr(static_cast<std::size_t>(part.start),
                       static_cast<std::size_t>(part.end - part.start));
}

/* The library that runs. */
inline std::uint32_t abi_version() noexcept { return keysieve_abi_version(); }

namespace detail {

inline std::string_view view(keysieve_string string) noexcept {
    return {string.data, string.length};
}

inline keysieve_string string(std::string_view view) noexcept { return {view.data(), view.size()}; }

inline const std::uint8_t *bytes(std::string_view view) noexcept {
    return reinterpret_cast<const std::uint8_t *>(view.data());
}

} // namespace detail

inline std::string_view version() noexcept { return detail::view(keysieve_version()); }

/* What went wrong: what() says it in words. */
class error : public std::runtime_error {
public:
    explicit error(keysieve_status status)
        : runtime_error(std::string(detail::view(keysieve_status_message(status)))),
          status_(status) {}

    error(keysieve_status status, const keysieve_error &detail)
        : runtime_error(std::string(detail::view(keysieve_error_message(&detail)))),
          status_(status), line_(keysieve_error_line(&detail)),
          file_(detail::view(keysieve_error_file(&detail))),
          rule_(detail::view(keysieve_error_rule(&detail))),
          field_(detail::view(keysieve_error_field(&detail))) {}

    /* KEYSIEVE_ERROR_… */
    keysieve_status status() const noexcept { return status_; }
    /* Where a rule is wrong; empty or 0 where that does not apply. */
    const std::string &file() const noexcept { return file_; }
    std::size_t line() const noexcept { return line_; }
    const std::string &rule() const noexcept { return rule_; }
    const std::string &field() const noexcept { return field_; }

private:
    keysieve_status status_;
    std::size_t line_ = 0;
    std::string file_, rule_, field_;
};

/* How a scan ended that did not fail. */
enum class outcome {
    /* Everything was looked at. */
    done = KEYSIEVE_OK,
    /* The callback said so. */
    stopped = KEYSIEVE_STOPPED,
    /* A limit was reached: what was not looked at may hold credentials. */
    incomplete = KEYSIEVE_INCOMPLETE
};

namespace detail {

inline outcome check(keysieve_status status) {
    if (status < 0) {
        throw error(status);
    }
    return static_cast<outcome>(status);
}

} // namespace detail

/* A rule. Lifetime: that of its ruleset; what is made from it, too. */
class rule {
public:
    explicit rule(const keysieve_rule *raw) noexcept : raw_(raw) {}

    std::string_view id() const noexcept { return detail::view(keysieve_rule_id(raw_)); }
    std::string_view name() const { return detail::view(info().name); }
    std::string_view vendor() const { return detail::view(info().vendor); }
    std::string_view description() const { return detail::view(info().description); }
    std::string_view category() const { return detail::view(info().category); }
    std::string_view specificity() const { return detail::view(info().specificity); }
    std::string_view validator() const { return detail::view(info().validator); }
    std::string_view remediation() const { return detail::view(info().remediation); }
    std::string_view remediation_url() const { return detail::view(info().remediation_url); }
    std::string_view severity_name() const {
        return detail::view(keysieve_severity_name(info().severity));
    }

    std::string_view class_name() const {
        return detail::view(keysieve_class_name(info().rule_class));
    }

    /* All of it at once. */
    keysieve_rule_info info() const {
        keysieve_rule_info info{};
        info.size = sizeof info;
        detail::check(keysieve_rule_describe(raw_, &info));
        return info;
    }

    std::string pattern() const {
        std::size_t length = 0;
        keysieve_rule_pattern(raw_, nullptr, 0, &length);
        std::string pattern(length, '\0');
        detail::check(keysieve_rule_pattern(raw_, pattern.data(), length, &length));
        return pattern;
    }

    std::vector<std::string_view> cwe() const { return all(keysieve_rule_cwe); }
    std::vector<std::string_view> controls() const { return all(keysieve_rule_control); }
    std::vector<std::string_view> references() const { return all(keysieve_rule_reference); }
    /* The day that each reference was last looked at. */
    std::vector<std::string_view> references_checked() const {
        return all(keysieve_rule_reference_checked);
    }

    const keysieve_rule *raw() const noexcept { return raw_; }
    friend bool operator==(rule a, rule b) noexcept { return a.raw_ == b.raw_; }
    friend bool operator!=(rule a, rule b) noexcept { return a.raw_ != b.raw_; }

private:
    std::vector<std::string_view>
    all(keysieve_string (*get)(const keysieve_rule *, std::size_t)) const {
        std::vector<std::string_view> texts;
        for (auto text = detail::view(get(raw_, 0)); !text.empty();
             text = detail::view(get(raw_, texts.size()))) {
            texts.push_back(text);
        }
        return texts;
    }

    const keysieve_rule *raw_;
};

/* What to make a ruleset of. Each call gives the options back, so that they can be strung together.
 * Texts are copied. */
class options {
public:
    /* Report findings from this confidence on, 0 to 100. */
    options &min_confidence(int confidence) {
        min_confidence_ = confidence == 0 ? KEYSIEVE_ANY_CONFIDENCE : confidence;
        return *this;
    }
    options &indicators() { return flag(KEYSIEVE_INDICATORS); }
    options &allow_documented() { return flag(KEYSIEVE_ALLOW_DOCUMENTED); }
    options &allow_canaries() { return flag(KEYSIEVE_ALLOW_CANARIES); }
    options &allow_marked() { return flag(KEYSIEVE_ALLOW_MARKED); }
    options &allow_marked_for_others() { return flag(KEYSIEVE_ALLOW_MARKED_FOR_OTHERS); }
    /* Keeps these rules alone; several calls add up. */
    options &only(std::string id) { return push(only_, std::move(id)); }
    /* Leaves a rule out. */
    options &disable(std::string id) { return push(disable_, std::move(id)); }
    /* Adds rules; errors call the file by that name. */
    options &rules(std::string file_name, std::string toml) {
        files_.emplace_back(std::move(file_name), std::move(toml));
        return *this;
    }

    /* See keysieve_allow. */
    struct allowed {
        std::string reason;
        std::vector<std::string> rules, path_prefixes, path_suffixes, words;
        bool any = false;
    };
    options &allow(allowed entry) {
        allow_.push_back(std::move(entry));
        return *this;
    }

private:
    friend class ruleset;
    using texts = std::vector<std::string>;

    options &flag(std::uint32_t flag) {
        flags_ |= flag;
        return *this;
    }
    options &push(texts &list, std::string text) {
        list.push_back(std::move(text));
        return *this;
    }

    std::uint32_t flags_ = 0;
    std::int32_t min_confidence_ = 0;
    texts only_, disable_;
    std::vector<std::pair<std::string, std::string>> files_;
    std::vector<allowed> allow_;
};

/* A set of rules. Copies share it. */
class ruleset {
public:
    /* All built-in rules but the indicators: costs nothing. */
    static ruleset builtin() noexcept { return ruleset(keysieve_ruleset_builtin()); }

    explicit ruleset(const options &chosen) {
        lists views;
        keysieve_options raw = KEYSIEVE_OPTIONS_INIT;
        raw.flags = chosen.flags_;
        raw.min_confidence = chosen.min_confidence_;
        raw.only = views.of(chosen.only_);
        raw.disable = views.of(chosen.disable_);
        std::vector<keysieve_rules_file> files;
        for (const auto &[name, toml] : chosen.files_) {
            files.push_back({detail::string(name), detail::string(toml)});
        }
        raw.files = files.data();
        raw.file_count = files.size();
        std::vector<keysieve_allow> allow;
        for (const auto &entry : chosen.allow_) {
            allow.push_back({detail::string(entry.reason), views.of(entry.rules),
                             views.of(entry.path_prefixes), views.of(entry.path_suffixes),
                             views.of(entry.words), entry.any ? std::size_t{1} : std::size_t{0}});
        }
        raw.allow = allow.data();
        raw.allow_count = allow.size();

        keysieve_ruleset *made = nullptr;
        keysieve_error *wrong = nullptr;
        const keysieve_status status = keysieve_ruleset_new(&raw, &made, &wrong);
        const std::unique_ptr<keysieve_error, void (*)(keysieve_error *)> owned(
            wrong, keysieve_error_free);
        if (owned) {
            throw error(status, *owned);
        }
        detail::check(status);
        raw_.reset(made);
    }

    ruleset(const ruleset &other) noexcept : raw_(keysieve_ruleset_retain(other.raw_.get())) {}
    ruleset(ruleset &&) noexcept = default;
    ruleset &operator=(ruleset other) noexcept {
        raw_.swap(other.raw_);
        return *this;
    }
    ~ruleset() = default;

    std::size_t size() const noexcept { return keysieve_ruleset_rule_count(raw()); }
    /* The rule of that number, from 0. */
    rule at(std::size_t index) const {
        const keysieve_rule *found = keysieve_ruleset_rule_at(raw(), index);
        if (found == nullptr) {
            throw std::out_of_range("there is no rule of that number");
        }
        return rule(found);
    }
    std::optional<rule> find(std::string_view id) const noexcept {
        const keysieve_rule *found = keysieve_ruleset_rule_named(raw(), id.data(), id.size());
        return found == nullptr ? std::nullopt : std::optional<rule>(found);
    }

    const keysieve_ruleset *raw() const noexcept { return raw_.get(); }

private:
    /* Takes over a reference. */
    explicit ruleset(const keysieve_ruleset *raw) noexcept : raw_(raw) {}

    struct release {
        void operator()(const keysieve_ruleset *raw) const noexcept {
            keysieve_ruleset_release(raw);
        }
    };

    /* Lists of texts in the interface's form, for as long as they are needed. */
    struct lists {
        keysieve_strings of(const std::vector<std::string> &texts) {
            auto list = std::make_unique<std::vector<keysieve_string>>();
            for (const auto &text : texts) {
                list->push_back(detail::string(text));
            }
            kept.push_back(std::move(list));
            return {kept.back()->data(), kept.back()->size()};
        }
        std::vector<std::unique_ptr<std::vector<keysieve_string>>> kept;
    };

    std::unique_ptr<const keysieve_ruleset, release> raw_;
};

/* One thing that a credential says of itself; lives until the callback returns. */
struct fact {
    std::string_view name, text;
    std::uint64_t number;
};

namespace detail {

/* A callback of C++ behind one of C: keeps its exception, and stops. */
template <typename Raw, typename Item, typename Visit> class bridge {
public:
    explicit bridge(Visit &visit) noexcept : visit_(visit) {}

    static int call(const Raw *raw, void *user) noexcept {
        auto &self = *static_cast<bridge *>(user);
        try {
            if constexpr (std::is_void_v<std::invoke_result_t<Visit &, Item>>) {
                std::invoke(self.visit_, Item(*raw));
                return 0;
            } else {
                return std::invoke(self.visit_, Item(*raw)) ? 0 : 1;
            }
        } catch (...) {
            self.thrown_ = std::current_exception();
            return 1;
        }
    }

    /* How the call ended, be it with the callback's exception. */
    outcome check(keysieve_status status) const {
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        return detail::check(status);
    }

private:
    Visit &visit_;
    std::exception_ptr thrown_;
};

/* The same, of what is written. */
template <typename Write> class writer {
public:
    explicit writer(Write &write) noexcept : bridge_(write) {}

    static int call(const std::uint8_t *data, std::size_t length, void *user) noexcept {
        const keysieve_string piece = {reinterpret_cast<const char *>(data), length};
        return inner::call(&piece, &static_cast<writer *>(user)->bridge_);
    }

    outcome check(keysieve_status status) const { return bridge_.check(status); }

private:
    struct written : std::string_view {
        explicit written(const keysieve_string &raw) : std::string_view(view(raw)) {}
    };
    using inner = bridge<keysieve_string, written, Write>;
    inner bridge_;
};

struct fact_item : fact {
    explicit fact_item(const keysieve_fact &raw)
        : fact{view(raw.name), view(raw.text), raw.number} {}
};

} // namespace detail

/* A credential. It may be copied and kept as long as its ruleset is, but for what text() views:
 * see keysieve_finding. */
class finding {
public:
    explicit finding(const keysieve_finding &raw) noexcept : raw_(raw) {}

    keysieve::rule rule() const noexcept { return keysieve::rule(raw_.rule); }
    /* The credential in the input, and all that has to be removed. */
    span secret() const noexcept { return raw_.secret; }
    span redact() const noexcept { return raw_.redact; }
    /* The bytes that it was found in, and the credential itself, decoded. */
    std::string_view text() const noexcept {
        return {reinterpret_cast<const char *>(raw_.text), raw_.text_length};
    }
    std::string_view value() const { return slice(text(), raw_.text_secret); }
    unsigned confidence() const noexcept { return raw_.confidence; }
    /* KEYSIEVE_VALID and so on. */
    unsigned validity() const noexcept { return raw_.validity; }
    std::string_view validity_name() const noexcept {
        return detail::view(keysieve_validity_name(raw_.validity));
    }
    /* KEYSIEVE_CLASS_SECRET and so on: its rule's, unless the name beside it says otherwise. */
    unsigned finding_class() const noexcept { return raw_.finding_class; }
    std::string_view class_name() const noexcept {
        return detail::view(keysieve_class_name(raw_.finding_class));
    }
    double entropy() const noexcept { return raw_.entropy / 1000.0; }
    /* Of a stream: where the secret starts. Otherwise 0; see position_of. */
    std::uint64_t line() const noexcept { return raw_.line; }
    std::uint64_t column() const noexcept { return raw_.column; }

    /* How it is encoded, outermost first. */
    std::vector<std::string_view> layers() const {
        std::vector<std::string_view> names;
        for (std::size_t at = 0; at < raw_.layer_count; at++) {
            names.push_back(detail::view(keysieve_encoding_name(raw_.layers[at])));
        }
        return names;
    }

    /* What the confidence rests on. */
    std::vector<std::string_view> reasons() const {
        std::vector<std::string_view> reasons;
        for (auto reason = detail::view(keysieve_evidence_reason(raw_.evidence, 0));
             !reason.empty();
             reason = detail::view(keysieve_evidence_reason(raw_.evidence, reasons.size()))) {
            reasons.push_back(reason);
        }
        return reasons;
    }

    /* The other parts of the same credential. */
    std::vector<std::pair<keysieve::rule, span>> companions() const {
        std::vector<std::pair<keysieve::rule, span>> companions;
        for (std::size_t at = 0; at < raw_.companion_count; at++) {
            const keysieve_companion &part = raw_.companions[at];
            companions.emplace_back(keysieve::rule(part.rule), part.secret);
        }
        return companions;
    }

    /* Hands what can be read from it to `visit(const fact &)`. */
    template <typename Visit> outcome facts(Visit &&visit) const {
        auto pass = [&visit](const detail::fact_item &item) -> decltype(auto) {
            return std::invoke(visit, static_cast<const fact &>(item));
        };
        detail::bridge<keysieve_fact, detail::fact_item, decltype(pass)> bridge(pass);
        return bridge.check(keysieve_finding_facts(&raw_, bridge.call, &bridge));
    }

    std::array<std::uint8_t, KEYSIEVE_FINGERPRINT_LENGTH>
    fingerprint(std::string_view key = {}) const {
        std::array<std::uint8_t, KEYSIEVE_FINGERPRINT_LENGTH> print{};
        detail::check(
            keysieve_finding_fingerprint(&raw_, detail::bytes(key), key.size(), print.data()));
        return print;
    }

    const keysieve_finding &raw() const noexcept { return raw_; }

private:
    keysieve_finding raw_;
};

namespace detail {

/* A finding in a record. */
struct record {
    std::size_t number;
    const keysieve_finding *found;
};
struct recorded : finding {
    explicit recorded(const record &raw) noexcept : finding(*raw.found), number(raw.number) {}
    std::size_t number;
};

/* A callback for them behind one of C. */
template <typename Visit> class recorder {
public:
    explicit recorder(Visit &visit) noexcept : bridge_(visit) {}

    static int call(std::size_t number, const keysieve_finding *found, void *user) noexcept {
        const record raw = {number, found};
        return inner::call(&raw, &static_cast<recorder *>(user)->bridge_);
    }

    outcome check(keysieve_status status) const { return bridge_.check(status); }

private:
    using inner = bridge<record, recorded, Visit>;
    inner bridge_;
};

/* That an array is too short is no failure: the caller is told how long it has to be. */
inline outcome check_room(keysieve_status status) {
    return status == KEYSIEVE_ERROR_ROOM ? outcome::done : check(status);
}

} // namespace detail

/* The position of an offset; `known` is one before it in the same text. */
inline position position_of(std::string_view text, std::uint64_t offset,
                            const position *known = nullptr) {
    position place{};
    detail::check(keysieve_position_of(detail::bytes(text), text.size(), offset, known, &place));
    return place;
}

/* Hands each finding in bytes as they are to `visit(const finding &)`. */
template <typename Visit>
outcome scan(const ruleset &rules, std::string_view input, Visit &&visit) {
    detail::bridge<keysieve_finding, finding, std::remove_reference_t<Visit>> bridge(visit);
    return bridge.check(keysieve_scan(rules.raw(), detail::bytes(input), input.size(), bridge.call,
                                      &bridge));
}

/* All findings in bytes as they are. */
inline std::vector<finding> findings(const ruleset &rules, std::string_view input) {
    std::vector<finding> all;
    scan(rules, input, [&all](const finding &found) { all.push_back(found); });
    return all;
}

/* As keysieve_scan_into: writes to the array what it has room for, and gives back how many findings
 * there are. Takes nothing from the heap. */
inline std::size_t scan_into(const ruleset &rules, std::string_view input, keysieve_finding *array,
                             std::size_t capacity) {
    std::size_t count = 0;
    detail::check_room(keysieve_scan_into(rules.raw(), detail::bytes(input), input.size(), array,
                                          capacity, &count));
    return count;
}

/* Scans each of some texts by itself, and hands each finding to `visit(std::size_t, const finding &)`
 * with its text's number from 0: see keysieve_scan_records. */
template <typename Texts, typename Visit>
outcome scan_records(const ruleset &rules, const Texts &texts, Visit &&visit) {
    std::vector<keysieve_bytes> records;
    for (const std::string_view text : texts) {
        records.push_back({detail::bytes(text), text.size()});
    }
    auto pass = [&visit](const detail::recorded &found) -> decltype(auto) {
        return std::invoke(visit, found.number, static_cast<const finding &>(found));
    };
    detail::recorder<decltype(pass)> recorder(pass);
    return recorder.check(keysieve_scan_records(rules.raw(), records.data(), records.size(),
                                                recorder.call, &recorder));
}

/* What a credential is replaced by. */
class redaction {
public:
    static redaction mask() noexcept { return redaction(KEYSIEVE_MASK); }
    static redaction label() noexcept { return redaction(KEYSIEVE_LABEL); }
    static redaction keep_last(unsigned count) noexcept {
        redaction made(KEYSIEVE_KEEP_LAST);
        made.raw_.keep = count;
        return made;
    }
    /* The key is viewed, not copied. */
    static redaction fingerprint(std::string_view key = {}) noexcept {
        redaction made(KEYSIEVE_FINGERPRINT);
        made.raw_.key = detail::bytes(key);
        made.raw_.key_length = key.size();
        return made;
    }
    static redaction twin() noexcept { return redaction(KEYSIEVE_TWIN); }

    const keysieve_redaction &raw() const noexcept { return raw_; }

private:
    explicit redaction(std::uint32_t replacement) noexcept { raw_.replacement = replacement; }

    keysieve_redaction raw_ = KEYSIEVE_REDACTION_INIT;
};

/* How much is decoded; see keysieve_limits. */
using limits = keysieve_limits;
inline limits default_limits() noexcept { return KEYSIEVE_LIMITS_INIT; }

/* A ruleset and the memory that decoding needs: one a thread, for many inputs. */
class scanner {
public:
    explicit scanner(const ruleset &rules, const limits &bounds = default_limits()) {
        keysieve_scanner *made = nullptr;
        detail::check(keysieve_scanner_new(rules.raw(), &bounds, &made));
        raw_.reset(made);
    }

    /* What file the inputs from now on come from. */
    void set_path(std::string_view path) {
        detail::check(keysieve_scanner_set_path(raw(), path.data(), path.size()));
    }

    /* Hands each finding, encoded or not, to `visit(const finding &)`. */
    template <typename Visit> outcome scan(std::string_view input, Visit &&visit) {
        detail::bridge<keysieve_finding, finding, std::remove_reference_t<Visit>> bridge(visit);
        return bridge.check(keysieve_scanner_scan(raw(), detail::bytes(input), input.size(),
                                                  bridge.call, &bridge));
    }

    /* As keysieve_scanner_scan_into: writes to the array what it has room for, and gives back how many
     * findings there are. Whether everything was looked at is in last(). */
    std::size_t scan_into(std::string_view input, keysieve_finding *array, std::size_t capacity) {
        std::size_t count = 0;
        detail::check_room(keysieve_scanner_scan_into(raw(), detail::bytes(input), input.size(),
                                                      array, capacity, &count));
        return count;
    }

    /* Masks all credentials. */
    outcome redact_in_place(char *data, std::size_t size) {
        return detail::check(keysieve_scanner_redact_in_place(
            raw(), reinterpret_cast<std::uint8_t *>(data), size));
    }
    outcome redact_in_place(std::string &text) { return redact_in_place(text.data(), text.size()); }

    /* The text without its credentials. Whether everything was looked at is in last(). */
    std::string redact(std::string_view input, const redaction &how = redaction::mask()) {
        /* Mostly it becomes little longer. */
        std::string out(input.size() + input.size() / 8 + 256, '\0');
        for (;;) {
            std::size_t written = 0;
            const keysieve_status status = keysieve_scanner_redact(
                raw(), detail::bytes(input), input.size(), &how.raw(),
                reinterpret_cast<std::uint8_t *>(out.data()), out.size(), &written);
            out.resize(written);
            if (status != KEYSIEVE_ERROR_ROOM) {
                detail::check(status);
                return out;
            }
        }
    }

    /* What came of the last call. */
    summary last() const {
        summary last = KEYSIEVE_SUMMARY_INIT;
        detail::check(keysieve_scanner_summary(raw(), &last));
        return last;
    }

    keysieve_scanner *raw() const noexcept { return raw_.get(); }

private:
    struct free {
        void operator()(keysieve_scanner *raw) const noexcept { keysieve_scanner_free(raw); }
    };
    std::unique_ptr<keysieve_scanner, free> raw_;
};

/* Bytes that come in pieces. */
class stream {
public:
    /* `buffer` bytes may be held; 0 stands for as few as the rules need. */
    explicit stream(const ruleset &rules, std::size_t buffer = 0) {
        keysieve_stream *made = nullptr;
        detail::check(keysieve_stream_new(rules.raw(), buffer, &made));
        raw_.reset(made);
    }

    /* What file the stream is. */
    void set_path(std::string_view path) {
        detail::check(keysieve_stream_set_path(raw(), path.data(), path.size()));
    }

    /* Takes the next bytes, and hands what is settled to `visit(const finding &)`. */
    template <typename Visit> outcome push(std::string_view piece, Visit &&visit) {
        detail::bridge<keysieve_finding, finding, std::remove_reference_t<Visit>> bridge(visit);
        return bridge.check(keysieve_stream_push(raw(), detail::bytes(piece), piece.size(),
                                                 bridge.call, &bridge));
    }

    /* Ends the stream, and hands over what is left. */
    template <typename Visit> outcome finish(Visit &&visit) {
        detail::bridge<keysieve_finding, finding, std::remove_reference_t<Visit>> bridge(visit);
        return bridge.check(keysieve_stream_finish(raw(), bridge.call, &bridge));
    }

    /* Forgets the stream so far. */
    void restart() { detail::check(keysieve_stream_restart(raw())); }

    keysieve_stream *raw() const noexcept { return raw_.get(); }

private:
    struct free {
        void operator()(keysieve_stream *raw) const noexcept { keysieve_stream_free(raw); }
    };
    std::unique_ptr<keysieve_stream, free> raw_;
};

/* Bytes that come in pieces, given out without their credentials. */
class redactor {
public:
    explicit redactor(const ruleset &rules, const redaction &how = redaction::mask(),
                      const limits &bounds = default_limits()) {
        keysieve_redactor *made = nullptr;
        detail::check(keysieve_redactor_new(rules.raw(), &bounds, &how.raw(), &made));
        raw_.reset(made);
    }

    /* What file the bytes from now on come from. */
    void set_path(std::string_view path) {
        detail::check(keysieve_redactor_set_path(raw(), path.data(), path.size()));
    }

    /* Takes the next bytes, and hands what is settled to `write(std::string_view)`. If that stops or
     * throws, all was taken, and the next call hands over anew what it was handed last. */
    template <typename Write> outcome push(std::string_view piece, Write &&write) {
        detail::writer<std::remove_reference_t<Write>> writer(write);
        return writer.check(keysieve_redactor_push(raw(), detail::bytes(piece), piece.size(),
                                                   writer.call, &writer));
    }

    /* Hands over all that is held, as if nothing followed: see keysieve_redactor_flush. */
    template <typename Write> outcome flush(Write &&write) {
        detail::writer<std::remove_reference_t<Write>> writer(write);
        return writer.check(keysieve_redactor_flush(raw(), writer.call, &writer));
    }

    /* Ends the bytes, hands over what is left, and tells what came of all of it. */
    template <typename Write> outcome finish(Write &&write, summary *told = nullptr) {
        detail::writer<std::remove_reference_t<Write>> writer(write);
        if (told != nullptr) {
            told->size = sizeof *told;
        }
        return writer.check(keysieve_redactor_finish(raw(), writer.call, &writer, told));
    }

    /* What came of the bytes so far. */
    summary so_far() const {
        summary so_far = KEYSIEVE_SUMMARY_INIT;
        detail::check(keysieve_redactor_summary(raw(), &so_far, nullptr));
        return so_far;
    }

    /* How many bytes are held until it is settled what they are. */
    std::size_t held() const {
        summary so_far = KEYSIEVE_SUMMARY_INIT;
        std::size_t held = 0;
        detail::check(keysieve_redactor_summary(raw(), &so_far, &held));
        return held;
    }

    /* Forgets the bytes so far. */
    void restart() { detail::check(keysieve_redactor_restart(raw())); }

    keysieve_redactor *raw() const noexcept { return raw_.get(); }

private:
    struct free {
        void operator()(keysieve_redactor *raw) const noexcept { keysieve_redactor_free(raw); }
    };
    std::unique_ptr<keysieve_redactor, free> raw_;
};

} // namespace keysieve

#endif
