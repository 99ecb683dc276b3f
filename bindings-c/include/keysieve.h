/*
 * keysieve: finds credentials in bytes (API keys, tokens, private keys, passwords in connection
 * strings) and takes them out.
 *
 *     static int on_finding(const keysieve_finding *found, void *user) {
 *         keysieve_string id = keysieve_rule_id(found->rule);
 *         printf("%.*s at byte %" PRIu64 "\n", (int)id.length, id.data, found->secret.start);
 *         return 0;
 *     }
 *
 *     keysieve_scan(keysieve_ruleset_builtin(), data, length, on_finding, NULL);
 *
 * WHAT HOLDS FOR ALL OF IT
 *
 * Bytes      Input is a pointer and a length. NULL with 0 is legal and empty. NUL bytes and invalid
 *            UTF-8 are bytes like any other. Input is read during the call and never kept.
 * Spans      Start and end (exclusive) in bytes of what was handed in.
 * Threads    There is no global and no thread-local state. Each type says who may share it.
 * Memory     Scanning takes nothing from the heap; calls that do say so. Should memory run out in one
 *            of those, the process ends, as in any Rust library. A call needs up to 256 KiB of stack,
 *            whatever the input and however deep is decoded.
 * Errors     Calls that can fail return a keysieve_status: negative is an error, and then what the
 *            call hands out is NULL or 0 unless it says otherwise. Any call may return
 *            KEYSIEVE_ERROR_INTERNAL: a bug was stopped at the border of the library. Nothing is
 *            printed, `errno` is left alone.
 * Callbacks  Run on the calling thread. They must return: no longjmp, no C++ exception through the
 *            library.
 * Secrets    No message, name or fact that the library hands out holds one, but for what
 *            keysieve_finding.text points to.
 * Growth     Structs that begin with `size` may grow at their end: set `size` to their sizeof. Others
 *            never change. Numbers of enums keep their meaning; new ones may come. So a program
 *            that was compiled against this header runs with every later library of the same
 *            KEYSIEVE_ABI_VERSION.
 */
#ifndef KEYSIEVE_H
#define KEYSIEVE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------
 * Versions
 * --------------------------------------------------------------------------------------------- */

/* What the library promises to stay compatible with. It is the number at the end of its soname. */
#define KEYSIEVE_ABI_VERSION 0

/* The KEYSIEVE_ABI_VERSION of the library that runs. */
uint32_t keysieve_abi_version(void);

/* A text in UTF-8. It is not terminated by NUL: print it with "%.*s". Empty texts have a length of
 * 0 and, where the library hands them out, a pointer that is not NULL. */
typedef struct keysieve_string {
    const char *data;
    size_t length;
} keysieve_string;

/* The version of the library that runs, such as "0.1.0". Lives for ever. */
keysieve_string keysieve_version(void);

/* ------------------------------------------------------------------------------------------------
 * Status and errors
 * --------------------------------------------------------------------------------------------- */

typedef int32_t keysieve_status;

enum {
    /* Done, and everything was looked at. */
    KEYSIEVE_OK = 0,
    /* The callback has returned something other than 0. */
    KEYSIEVE_STOPPED = 1,
    /* Done, but a limit was reached: what was not looked at may hold credentials. See
     * keysieve_scanner_summary. */
    KEYSIEVE_INCOMPLETE = 2,

    /* An argument that cannot be: NULL for what has to be there, a number out of range. */
    KEYSIEVE_ERROR_ARGUMENT = -1,
    /* The caller's buffer or array is too small; the call says how large it has to be. */
    KEYSIEVE_ERROR_ROOM = -2,
    /* A rule of the caller's own is wrong. */
    KEYSIEVE_ERROR_RULE = -3,
    /* A selection names a rule that does not exist. */
    KEYSIEVE_ERROR_SELECTION = -4,
    /* The object is in use: by another thread, or by the call whose callback this is. */
    KEYSIEVE_ERROR_BUSY = -5,
    /* The bytes to read the facts from are there no more; see keysieve_finding.text. */
    KEYSIEVE_ERROR_GONE = -6,
    /* A bug in the library was caught. The object that was in use only answers with this from now
     * on, and can only be freed. */
    KEYSIEVE_ERROR_INTERNAL = -7
};

/* A status in words. Lives for ever; numbers without a meaning give "unknown status". */
keysieve_string keysieve_status_message(keysieve_status status);

/* What exactly went wrong.
 * Threads: may be shared. Lifetime: until keysieve_error_free. */
typedef struct keysieve_error keysieve_error;

/* The whole of it in words, such as "mine.toml:7: rule `acme-key`, field `pattern`: is missing".
 * This and the texts below live as long as the error. NULL gives an empty text. */
keysieve_string keysieve_error_message(const keysieve_error *error);

/* Where a rule is wrong: the name of its file as it was given, the line from 1, the rule's id, the
 * field. Empty or 0 where it does not apply. */
keysieve_string keysieve_error_file(const keysieve_error *error);
size_t keysieve_error_line(const keysieve_error *error);
keysieve_string keysieve_error_rule(const keysieve_error *error);
keysieve_string keysieve_error_field(const keysieve_error *error);

/* Gives the error back. NULL is legal. */
void keysieve_error_free(keysieve_error *error);

/* ------------------------------------------------------------------------------------------------
 * Rulesets: which credentials are looked for
 * --------------------------------------------------------------------------------------------- */

/* A set of rules. It never changes.
 * Threads: may be shared and scanned with by any number at a time, without a lock.
 * Lifetime: counted. It is made with one reference; everything that is made from it holds another.
 * So it does not matter in which order references go. A scan that it is given to does not take
 * one: hold it for as long as that runs. */
typedef struct keysieve_ruleset keysieve_ruleset;

/* A rule: what it looks for, how much to make of it, what to do then.
 * Threads: may be shared. Lifetime: that of its ruleset. */
typedef struct keysieve_rule keysieve_rule;

/* All built-in rules but the indicators. Costs nothing and never goes; to retain or release it is
 * legal and does nothing. Never NULL. */
const keysieve_ruleset *keysieve_ruleset_builtin(void);

/* A list of texts. NULL with 0 is an empty one. */
typedef struct keysieve_strings {
    const keysieve_string *items;
    size_t count;
} keysieve_strings;

/* A file of the caller's own rules, in the format of the built-in ones (TOML). */
typedef struct keysieve_rules_file {
    /* What errors call it. */
    keysieve_string name;
    keysieve_string toml;
} keysieve_rules_file;

/* Findings that are known and accepted. Of one list one entry has to fit; of several lists each,
 * unless `any` is set: then one list is enough. The rules have to fit in any case. Lists that are
 * empty do not count; an entry of empty lists allows nothing. */
typedef struct keysieve_allow {
    /* Why, for people; may be empty. */
    keysieve_string reason;
    /* Ids of rules. */
    keysieve_strings rules;
    /* How paths start or end; see keysieve_scanner_set_path. */
    keysieve_strings path_prefixes;
    keysieve_strings path_suffixes;
    /* Parts of secrets, in either case. */
    keysieve_strings words;
    /* 0 or 1. */
    size_t any;
} keysieve_allow;

/* Flags of keysieve_options. */
enum {
    /* Also rules that find no credential but a sign of one, for hosts that watch audit logs. */
    KEYSIEVE_INDICATORS = 1,
    /* Accept values that vendors' documentation and emulators show to everybody. */
    KEYSIEVE_ALLOW_DOCUMENTED = 2,
    /* Accept keys of accounts that are known to hold canaries alone. */
    KEYSIEVE_ALLOW_CANARIES = 4,
    /* Accept findings beside which a comment says "keysieve:allow". Only for text whose authors may
     * decide that. */
    KEYSIEVE_ALLOW_MARKED = 8,
    /* The same with other scanners' comments: "gitleaks:allow", "pragma: allowlist secret", … */
    KEYSIEVE_ALLOW_MARKED_FOR_OTHERS = 16
};

/* For keysieve_options.min_confidence: report everything. */
#define KEYSIEVE_ANY_CONFIDENCE (-1)

/* What to make a ruleset of. All zero but for `size` is the built-in one:
 *     keysieve_options options = KEYSIEVE_OPTIONS_INIT;
 * Everything is copied; nothing needs to outlive the call. */
typedef struct keysieve_options {
    /* sizeof(keysieve_options). */
    size_t size;
    /* KEYSIEVE_INDICATORS and so on, added up. */
    uint32_t flags;
    /* Report findings from this confidence on, 1 to 100; 0 stands for 40. */
    int32_t min_confidence;
    /* Files of rules to add. Rules are compiled, which may take some milliseconds each. */
    const keysieve_rules_file *files;
    size_t file_count;
    /* Ids of the rules to keep, of those in `files` too; empty for all. */
    keysieve_strings only;
    /* Ids of rules to leave out. */
    keysieve_strings disable;
    /* What to accept. */
    const keysieve_allow *allow;
    size_t allow_count;
} keysieve_options;

#define KEYSIEVE_OPTIONS_INIT { sizeof(keysieve_options), 0, 0, NULL, 0, { NULL, 0 }, { NULL, 0 }, NULL, 0 }

/* Makes a ruleset. `options` may be NULL: the built-in rules. `error` may be NULL; otherwise it
 * becomes NULL, or what is wrong, to be freed by the caller. Takes memory.
 *
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` is NULL, a field is out of range or a text is not UTF-8
 * KEYSIEVE_ERROR_RULE       a rule in a file is wrong
 * KEYSIEVE_ERROR_SELECTION  an id that no rule has */
keysieve_status keysieve_ruleset_new(const keysieve_options *options, keysieve_ruleset **ruleset,
                                     keysieve_error **error);

/* Takes another reference and gives the ruleset back. NULL is legal. */
const keysieve_ruleset *keysieve_ruleset_retain(const keysieve_ruleset *ruleset);

/* Gives a reference back; with the last one the ruleset goes. NULL is legal. */
void keysieve_ruleset_release(const keysieve_ruleset *ruleset);

/* How many rules there are, each of them (NULL from that number on), and the one of an id (NULL if
 * there is none). A ruleset of NULL has none. */
size_t keysieve_ruleset_rule_count(const keysieve_ruleset *ruleset);
const keysieve_rule *keysieve_ruleset_rule_at(const keysieve_ruleset *ruleset, size_t index);
const keysieve_rule *keysieve_ruleset_rule_named(const keysieve_ruleset *ruleset, const char *id,
                                                 size_t id_length);

/* ------------------------------------------------------------------------------------------------
 * Rules: what is known of them
 * --------------------------------------------------------------------------------------------- */

/* How bad a leak is. */
enum {
    KEYSIEVE_SEVERITY_INFO = 0,
    KEYSIEVE_SEVERITY_LOW = 1,
    KEYSIEVE_SEVERITY_MEDIUM = 2,
    KEYSIEVE_SEVERITY_HIGH = 3,
    KEYSIEVE_SEVERITY_CRITICAL = 4
};

/* Whether a value is meant to be kept secret at all. */
enum {
    KEYSIEVE_CLASS_SECRET = 0,
    /* Made to be shipped to browsers and apps. */
    KEYSIEVE_CLASS_PUBLIC = 1,
    /* One or the other, depending on how it was set up. */
    KEYSIEVE_CLASS_CONDITIONAL = 2,
    /* No credential, but a sign of one. */
    KEYSIEVE_CLASS_INDICATOR = 3
};

/* All of a rule that is one value. Texts live as long as the rule and may be empty. */
typedef struct keysieve_rule_info {
    /* sizeof(keysieve_rule_info), to be set before. */
    size_t size;
    /* Stable for ever, "vendor-thing". */
    keysieve_string id;
    /* What people call the credential, and who issues it. */
    keysieve_string name;
    keysieve_string vendor;
    keysieve_string description;
    /* What it opens: "cloud", "database", "source-control", … */
    keysieve_string category;
    /* How much rests on the value itself: "distinctive", "keyword", "structured", "generic", "shape". */
    keysieve_string specificity;
    /* The name of the offline check; empty if there is none. */
    keysieve_string validator;
    /* What to do about a leak, a step a line, and the vendor's page on it. */
    keysieve_string remediation;
    keysieve_string remediation_url;
    /* KEYSIEVE_SEVERITY_…, KEYSIEVE_CLASS_… */
    uint32_t severity;
    uint32_t rule_class;
    /* The confidence (0 to 100) of a match of which nothing more is known. */
    uint32_t confidence;
    /* The entropy a secret must have, in thousandths of a bit a byte. */
    uint32_t min_entropy;
    /* The most bytes that a match may span. */
    size_t max_length;
} keysieve_rule_info;

/* The rule's id. Lives as long as the rule. NULL gives an empty text. */
keysieve_string keysieve_rule_id(const keysieve_rule *rule);

/* Fills `info` in.
 * KEYSIEVE_ERROR_ARGUMENT   an argument is NULL, or `info->size` is that of no version */
keysieve_status keysieve_rule_describe(const keysieve_rule *rule, keysieve_rule_info *info);

/* The rule's regular expression, in the syntax of the `regex` crate. Writes it into a buffer, and
 * its length to `*length`, also if it does not fit: so a first call with NULL and 0 tells how much
 * room it needs. Takes memory and gives it back.
 * KEYSIEVE_ERROR_ARGUMENT   `rule` or `length` is NULL, or `buffer` is and `capacity` is not 0
 * KEYSIEVE_ERROR_ROOM       nothing was written but `*length` */
keysieve_status keysieve_rule_pattern(const keysieve_rule *rule, char *buffer, size_t capacity,
                                      size_t *length);

/* What catalogues say: weaknesses ("CWE-798"), controls ("NIST SP 800-53 IA-5"), pages that the
 * rule's facts come from, and the day ("2026-01-31") each page was last looked at. Counted from 0;
 * empty from the last one on. They live as long as the rule. */
keysieve_string keysieve_rule_cwe(const keysieve_rule *rule, size_t index);
keysieve_string keysieve_rule_control(const keysieve_rule *rule, size_t index);
keysieve_string keysieve_rule_reference(const keysieve_rule *rule, size_t index);
keysieve_string keysieve_rule_reference_checked(const keysieve_rule *rule, size_t index);

/* ------------------------------------------------------------------------------------------------
 * Findings
 * --------------------------------------------------------------------------------------------- */

/* A range of bytes; the end is exclusive. */
typedef struct keysieve_span {
    uint64_t start;
    uint64_t end;
} keysieve_span;

/* What an offline check (a checksum, a structure) says of a value. */
enum {
    KEYSIEVE_UNCHECKED = 0,
    KEYSIEVE_VALID = 1,
    /* It does not hold: cut off, altered, made up, or of a newer format. */
    KEYSIEVE_INVALID = 2
};

/* How a credential may be encoded. */
enum {
    KEYSIEVE_ENCODING_PERCENT = 1,
    KEYSIEVE_ENCODING_HTML = 2,
    KEYSIEVE_ENCODING_BACKSLASH = 3,
    KEYSIEVE_ENCODING_QUOTED_PRINTABLE = 4,
    KEYSIEVE_ENCODING_CONCATENATION = 5,
    KEYSIEVE_ENCODING_BASE64 = 6,
    KEYSIEVE_ENCODING_HEX = 7,
    KEYSIEVE_ENCODING_UTF16LE = 8,
    KEYSIEVE_ENCODING_UTF16BE = 9
};

/* The most companions and encodings of a finding. */
#define KEYSIEVE_COMPANIONS 2
#define KEYSIEVE_LAYERS 8

/* Another part of the same credential, found nearby. */
typedef struct keysieve_companion {
    const keysieve_rule *rule;
    keysieve_span secret;
} keysieve_companion;

/* A credential: which rule found it, where it is, how sure that is.
 * Lifetime: may be copied and kept as long as the ruleset is, but for `text`. */
typedef struct keysieve_finding {
    /* Never NULL. */
    const keysieve_rule *rule;
    /* The credential, in bytes of the input; of a stream, counted from its start. */
    keysieve_span secret;
    /* All that has to be removed of the input so that nothing of the credential is left. */
    keysieve_span redact;
    /* The bytes that it was found in: the input or, where it was encoded, what that was decoded to.
     * Valid until the callback returns. In a caller's array: the input, which the caller owns; NULL
     * where it was decoded. */
    const uint8_t *text;
    size_t text_length;
    /* The credential itself, and all that the rule's pattern matched, in `text`. */
    keysieve_span text_secret;
    keysieve_span text_match;
    /* How sure it is, 0 to 100. */
    uint8_t confidence;
    /* KEYSIEVE_VALID and so on. */
    uint8_t validity;
    /* Used entries of the arrays below. */
    uint8_t layer_count;
    uint8_t companion_count;
    /* What the confidence rests on, for keysieve_evidence_reason. */
    uint32_t evidence;
    /* The secret's Shannon entropy, in thousandths of a bit a byte. */
    uint32_t entropy;
    /* KEYSIEVE_CLASS_…: its rule's, but KEYSIEVE_CLASS_CONDITIONAL where that is
     * KEYSIEVE_CLASS_SECRET and the name beside the value says that it is none. */
    uint8_t finding_class;
    uint8_t reserved[3];
    /* KEYSIEVE_ENCODING_…, outermost first; none if it stands in the input as it is. */
    uint8_t layers[KEYSIEVE_LAYERS];
    /* Nearest first. */
    keysieve_companion companions[KEYSIEVE_COMPANIONS];
    /* Of a stream: where the secret starts, from 1, the column in bytes. Otherwise 0, since counting
     * takes time; see keysieve_position_of. */
    uint64_t line;
    uint64_t column;
} keysieve_finding;

/* Is handed each finding, in the order of their places. 0 goes on, anything else stops. */
typedef int (*keysieve_finding_fn)(const keysieve_finding *finding, void *user);

/* One thing that a credential says of itself. */
typedef struct keysieve_fact {
    /* "account", "region", "issuer", "user", "expires_at", … */
    keysieve_string name;
    /* The value in words; times in RFC 3339. Both texts live until the callback returns. */
    keysieve_string text;
    /* An account's number, a time in seconds since 1970, 1 for "true"; 0 for all else. */
    uint64_t number;
} keysieve_fact;

/* Is handed each fact. 0 goes on, anything else stops. */
typedef int (*keysieve_fact_fn)(const keysieve_fact *fact, void *user);

/* Reads what can be read from the credential itself, without asking anybody.
 * KEYSIEVE_STOPPED          the callback said so
 * KEYSIEVE_ERROR_ARGUMENT   `finding`, its rule or `callback` is NULL, or its spans are not in its text
 * KEYSIEVE_ERROR_GONE       its text is NULL */
keysieve_status keysieve_finding_facts(const keysieve_finding *finding, keysieve_fact_fn callback,
                                       void *user);

/* Bytes of a fingerprint, and of the key for it. */
#define KEYSIEVE_FINGERPRINT_LENGTH 16
#define KEYSIEVE_FINGERPRINT_KEY_LENGTH 32

/* A keyed hash of the rule and the secret, by which a credential is known again wherever it stands
 * and whatever it is encoded in. Whoever has the key can try likely passwords, so keep it secret;
 * NULL with 0 is a key that everybody has.
 * KEYSIEVE_ERROR_ARGUMENT   as of keysieve_finding_facts, or a key of another length
 * KEYSIEVE_ERROR_GONE       the finding's text is NULL */
keysieve_status keysieve_finding_fingerprint(const keysieve_finding *finding, const uint8_t *key,
                                             size_t key_length,
                                             uint8_t fingerprint[KEYSIEVE_FINGERPRINT_LENGTH]);

/* The reasons in a finding's `evidence`, in words, counted from 0; empty from the last one on.
 * They live for ever. */
keysieve_string keysieve_evidence_reason(uint32_t evidence, size_t index);

/* The names that reports use for the numbers above: "high", "conditional", "valid", "base64".
 * They live for ever; a number without a meaning gives an empty text. */
keysieve_string keysieve_severity_name(uint32_t severity);
keysieve_string keysieve_class_name(uint32_t rule_class);
keysieve_string keysieve_validity_name(uint32_t validity);
keysieve_string keysieve_encoding_name(uint32_t encoding);

/* A place in a text, as editors count it. */
typedef struct keysieve_position {
    /* In bytes from the start of the text. */
    uint64_t offset;
    /* From 1; lines end with a line feed. */
    uint64_t line;
    /* From 1, in bytes. */
    uint64_t column;
} keysieve_position;

/* The position of an offset (of the end, if the offset is behind it). `known` is a position before
 * it in the same text, from which to count on, or NULL: hand in the one before, and the positions of
 * ascending offsets take one pass together.
 * KEYSIEVE_ERROR_ARGUMENT   `position` is NULL, or `data` is and `length` is not 0 */
keysieve_status keysieve_position_of(const uint8_t *data, size_t length, uint64_t offset,
                                     const keysieve_position *known, keysieve_position *position);

/* ------------------------------------------------------------------------------------------------
 * Scanning bytes as they are
 * --------------------------------------------------------------------------------------------- */

/* Hands each finding to the callback. Any number of threads may do so with the same ruleset.
 * KEYSIEVE_STOPPED          the callback said so
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` or `callback` is NULL, or `data` is and `length` is not 0 */
keysieve_status keysieve_scan(const keysieve_ruleset *ruleset, const uint8_t *data, size_t length,
                              keysieve_finding_fn callback, void *user);

/* Writes the findings into an array, and to `*count` how many there are: more than `capacity`
 * perhaps, but no more than that are written.
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` or `count` is NULL, `data` or `findings` is without being empty
 * KEYSIEVE_ERROR_ROOM       there are more; the first `capacity` are written */
keysieve_status keysieve_scan_into(const keysieve_ruleset *ruleset, const uint8_t *data,
                                   size_t length, keysieve_finding *findings, size_t capacity,
                                   size_t *count);

/* Some bytes. NULL with 0 is none. */
typedef struct keysieve_bytes {
    const uint8_t *data;
    size_t length;
} keysieve_bytes;

/* Is handed each finding of a record, and the record's number from 0. 0 goes on, anything else stops. */
typedef int (*keysieve_record_fn)(size_t record, const keysieve_finding *finding, void *user);

/* Scans many records, each by itself: the lines of a log, the values of a column. What is found is what
 * keysieve_scan finds in each, and spans count from the record's start; but short records take a third
 * of the time, as they are looked at together first.
 * KEYSIEVE_STOPPED          the callback said so
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` or `callback` is NULL, or `records` or the data of one is without
 *                           being empty; no finding was handed over */
keysieve_status keysieve_scan_records(const keysieve_ruleset *ruleset,
                                      const keysieve_bytes *records, size_t count,
                                      keysieve_record_fn callback, void *user);

/* ------------------------------------------------------------------------------------------------
 * Scanners: encoded credentials too, and redaction
 * --------------------------------------------------------------------------------------------- */

/* A ruleset and the memory that undoing encodings (base64, escapes, UTF-16, any in another) needs.
 * Make one a thread and use it for many inputs.
 * Threads: one at a time; another is refused with KEYSIEVE_ERROR_BUSY.
 * Lifetime: until keysieve_scanner_free; holds a reference to its ruleset. */
typedef struct keysieve_scanner keysieve_scanner;

/* How much is decoded. All zero but for `size` is what is meant for most. */
typedef struct keysieve_limits {
    /* sizeof(keysieve_limits). */
    size_t size;
    /* Encodings within one another: 1 to 8; 0 stands for 4, KEYSIEVE_NO_DECODING for none. */
    int32_t depth;
    uint32_t reserved;
    /* Encoded bytes that are decoded at a time, from 16 KiB on; 0 stands for 1 MiB. A credential that
     * is longer than a quarter of it, encoded, may be missed. About as much memory is taken for
     * each level, and once more. */
    uint64_t piece;
    /* Encoded bytes that are decoded in one input, all levels together; 0 stands for 256 MiB. */
    uint64_t total;
    /* Findings near one another that are held at a time, from 16 on; 0 stands for 4096. As many different
     * secrets a redaction in place remembers, to mask them wherever they stand. Both have 256 bytes
     * for each on average (what is held, `piece` bytes more): few long ones may reach it, too. */
    uint64_t findings;
} keysieve_limits;

#define KEYSIEVE_NO_DECODING (-1)
#define KEYSIEVE_LIMITS_INIT { sizeof(keysieve_limits), 0, 0, 0, 0, 0 }

/* Makes a scanner. `limits` may be NULL. Takes memory.
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` or `scanner` is NULL, or a limit is out of range */
keysieve_status keysieve_scanner_new(const keysieve_ruleset *ruleset, const keysieve_limits *limits,
                                     keysieve_scanner **scanner);

/* Gives the scanner back; in one of its callbacks, too: it then goes when the call returns. NULL is
 * legal. */
void keysieve_scanner_free(keysieve_scanner *scanner);

/* Says what file the inputs from now on come from, for what is allowed by path, and is then neither
 * reported nor replaced; empty for none. Takes memory.
 * KEYSIEVE_ERROR_ARGUMENT   `scanner` is NULL, or the path is not UTF-8
 * KEYSIEVE_ERROR_BUSY       the scanner is in use */
keysieve_status keysieve_scanner_set_path(keysieve_scanner *scanner, const char *path,
                                          size_t length);

/* As keysieve_scan and keysieve_scan_into, with encoded credentials too. Each input is one of its
 * own: nothing reaches from one to the next.
 * KEYSIEVE_INCOMPLETE       a limit was reached
 * KEYSIEVE_ERROR_BUSY       the scanner is in use */
keysieve_status keysieve_scanner_scan(keysieve_scanner *scanner, const uint8_t *data, size_t length,
                                      keysieve_finding_fn callback, void *user);
keysieve_status keysieve_scanner_scan_into(keysieve_scanner *scanner, const uint8_t *data,
                                           size_t length, keysieve_finding *findings,
                                           size_t capacity, size_t *count);

/* What a credential is replaced by. */
enum {
    /* As many `*`; line ends stay. */
    KEYSIEVE_MASK = 0,
    /* `[REDACTED:rule-id]`. */
    KEYSIEVE_LABEL = 1,
    /* `****` and the last `keep` characters, if it is long enough not to be given away by them. */
    KEYSIEVE_KEEP_LAST = 2,
    /* `[REDACTED_fingerprint:rule-id]`: the same for the same credential. */
    KEYSIEVE_FINGERPRINT = 3,
    /* A value of the same form and length that opens nothing. */
    KEYSIEVE_TWIN = 4
};

typedef struct keysieve_redaction {
    /* sizeof(keysieve_redaction). */
    size_t size;
    /* KEYSIEVE_MASK and so on. */
    uint32_t replacement;
    /* Of KEYSIEVE_KEEP_LAST: 1 to 7. */
    uint32_t keep;
    /* Of KEYSIEVE_FINGERPRINT: as for keysieve_finding_fingerprint. */
    const uint8_t *key;
    size_t key_length;
} keysieve_redaction;

#define KEYSIEVE_REDACTION_INIT { sizeof(keysieve_redaction), KEYSIEVE_MASK, 0, NULL, 0 }

/* Masks all credentials in the caller's own bytes. Scanning them afterwards finds none of those
 * again. Takes nothing from the heap.
 * KEYSIEVE_INCOMPLETE       a limit was reached
 * KEYSIEVE_ERROR_ARGUMENT   `scanner` is NULL, or `data` is and `length` is not 0
 * KEYSIEVE_ERROR_BUSY       the scanner is in use */
keysieve_status keysieve_scanner_redact_in_place(keysieve_scanner *scanner, uint8_t *data,
                                                 size_t length);

/* Writes the bytes without their credentials into a buffer, and their length to `*written`, also if
 * it does not fit: so a call with NULL and 0 tells how much room they need. The buffer must not
 * overlap the input. `redaction` may be NULL: KEYSIEVE_MASK. Takes memory and gives it back.
 * KEYSIEVE_INCOMPLETE       written, but a limit was reached
 * KEYSIEVE_ERROR_ARGUMENT   `scanner` or `written` is NULL, `data` or `buffer` is without being empty,
 *                           or `redaction` is out of range
 * KEYSIEVE_ERROR_ROOM       nothing was written but `*written`
 * KEYSIEVE_ERROR_BUSY       the scanner is in use */
keysieve_status keysieve_scanner_redact(keysieve_scanner *scanner, const uint8_t *data,
                                        size_t length, const keysieve_redaction *redaction,
                                        uint8_t *buffer, size_t capacity, size_t *written);

/* Which limit was reached. */
enum {
    KEYSIEVE_LIMIT_NONE = 0,
    KEYSIEVE_LIMIT_DEPTH = 1,
    KEYSIEVE_LIMIT_TOTAL = 2,
    KEYSIEVE_LIMIT_FINDINGS = 3
};

/* What came of a scan or redaction. */
typedef struct keysieve_summary {
    /* sizeof(keysieve_summary), to be set before. */
    size_t size;
    /* Findings that were handed over, or places that were replaced. */
    uint64_t findings;
    /* Findings that the ruleset allows, which were not; one that can be decoded in several ways
     * counts each time. Of a redaction: 0. */
    uint64_t allowed;
    /* KEYSIEVE_LIMIT_…: the limit that was reached first in the input, and up to where everything was
     * looked at: 0 where a redaction could not remember all secrets, since then one may have stayed
     * anywhere that stands where nothing tells what it is. */
    uint32_t limit;
    uint32_t reserved;
    uint64_t limit_offset;
} keysieve_summary;

#define KEYSIEVE_SUMMARY_INIT { sizeof(keysieve_summary), 0, 0, 0, 0, 0 }

/* What came of the scanner's last call.
 * KEYSIEVE_ERROR_ARGUMENT   an argument is NULL, or `summary->size` is that of no version
 * KEYSIEVE_ERROR_BUSY       the scanner is in use */
keysieve_status keysieve_scanner_summary(const keysieve_scanner *scanner, keysieve_summary *summary);

/* ------------------------------------------------------------------------------------------------
 * Streams: bytes that come in pieces
 * --------------------------------------------------------------------------------------------- */

/* Takes bytes in pieces of any size and finds what keysieve_scan finds in the whole. A finding comes
 * once it is settled what it is: some 30 KB after it with the built-in rules, or at the end.
 * Threads: one at a time; another is refused with KEYSIEVE_ERROR_BUSY.
 * Lifetime: until keysieve_stream_free; holds a reference to its ruleset. */
typedef struct keysieve_stream keysieve_stream;

/* Makes a stream. `buffer` is how many bytes it may hold; 0 stands for as few as its rules need, some
 * 100 KB with the built-in ones. Takes memory; the calls below take none.
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` or `stream` is NULL, or the rules need a larger buffer */
keysieve_status keysieve_stream_new(const keysieve_ruleset *ruleset, size_t buffer,
                                    keysieve_stream **stream);

/* Gives the stream back; in one of its callbacks, too: it then goes when the call returns. NULL is
 * legal. */
void keysieve_stream_free(keysieve_stream *stream);

/* Says what file the stream is, for what is allowed by path; empty for none. Takes memory.
 * KEYSIEVE_ERROR_ARGUMENT   `stream` is NULL, or the path is not UTF-8
 * KEYSIEVE_ERROR_BUSY       the stream is in use */
keysieve_status keysieve_stream_set_path(keysieve_stream *stream, const char *path, size_t length);

/* Takes the next bytes, and hands over what is settled, in the order of places. If the callback stops
 * it, the stream is over: the rest of the piece is dropped, and what is pushed next begins another.
 * KEYSIEVE_STOPPED          the callback said so
 * KEYSIEVE_ERROR_ARGUMENT   `stream` or `callback` is NULL, or `data` is and `length` is not 0
 * KEYSIEVE_ERROR_BUSY       the stream is in use */
keysieve_status keysieve_stream_push(keysieve_stream *stream, const uint8_t *data, size_t length,
                                     keysieve_finding_fn callback, void *user);

/* Ends the stream and hands over what is left. What is pushed next begins another.
 * KEYSIEVE_STOPPED, KEYSIEVE_ERROR_ARGUMENT, KEYSIEVE_ERROR_BUSY   as above
 * KEYSIEVE_INCOMPLETE       a limit was reached */
keysieve_status keysieve_stream_finish(keysieve_stream *stream, keysieve_finding_fn callback,
                                       void *user);

/* Forgets the stream so far; what is pushed next begins another.
 * KEYSIEVE_ERROR_ARGUMENT   `stream` is NULL
 * KEYSIEVE_ERROR_BUSY       the stream is in use */
keysieve_status keysieve_stream_restart(keysieve_stream *stream);

/* Takes bytes in pieces of any size and gives them out without their credentials, encoded ones too,
 * wherever those end and begin; what it gives out stays up to 500 KB behind with the built-in rules. A
 * secret that stands by itself further before the place that tells what it is has been given out.
 * Threads: one at a time; another is refused with KEYSIEVE_ERROR_BUSY.
 * Lifetime: until keysieve_redactor_free; holds a reference to its ruleset. */
typedef struct keysieve_redactor keysieve_redactor;

/* Is handed the next bytes, which it may read until it returns. 0 goes on, anything else stops. */
typedef int (*keysieve_write_fn)(const uint8_t *data, size_t length, void *user);

/* Makes a redactor. `limits` and `redaction` may be NULL, as for a scanner. Takes memory, as the calls
 * below do.
 * KEYSIEVE_ERROR_ARGUMENT   `ruleset` or `redactor` is NULL, or a limit or `redaction` is out of range */
keysieve_status keysieve_redactor_new(const keysieve_ruleset *ruleset, const keysieve_limits *limits,
                                      const keysieve_redaction *redaction,
                                      keysieve_redactor **redactor);

/* Gives the redactor back; in one of its callbacks, too: it then goes when the call returns. NULL is
 * legal. */
void keysieve_redactor_free(keysieve_redactor *redactor);

/* Says what file the bytes from now on come from, for what is allowed by path; empty for none. Takes
 * memory.
 * KEYSIEVE_ERROR_ARGUMENT   `redactor` is NULL, or the path is not UTF-8
 * KEYSIEVE_ERROR_BUSY       the redactor is in use */
keysieve_status keysieve_redactor_set_path(keysieve_redactor *redactor, const char *path,
                                           size_t length);

/* Takes the next bytes, and hands over what is settled. If the callback stops it, nothing is lost: all
 * of the piece was taken, so it is not to be pushed again, and what the callback was handed last is
 * kept and handed over anew, by every later call before all else. A push of no bytes does only that.
 * The redactor grows if more is pushed than the callback takes.
 * KEYSIEVE_STOPPED          the callback said so
 * KEYSIEVE_ERROR_ARGUMENT   `redactor` or `callback` is NULL, or `data` is and `length` is not 0
 * KEYSIEVE_ERROR_BUSY       the redactor is in use */
keysieve_status keysieve_redactor_push(keysieve_redactor *redactor, const uint8_t *data,
                                       size_t length, keysieve_write_fn callback, void *user);

/* Hands over all that is held, as if the stream ended here; it goes on all the same. Of a credential
 * that is cut here the first part may come as it is, since nothing may tell yet what it is; the rest is
 * replaced. So flush where a record ends, and only if somebody waits for it: some 100 KB are looked at
 * again each time.
 * KEYSIEVE_STOPPED          the callback said so; the same is handed over anew
 * KEYSIEVE_ERROR_ARGUMENT   `redactor` or `callback` is NULL
 * KEYSIEVE_ERROR_BUSY       the redactor is in use */
keysieve_status keysieve_redactor_flush(keysieve_redactor *redactor, keysieve_write_fn callback,
                                        void *user);

/* What came of the stream so far; and to `*held`, unless that is NULL, how many bytes of it are held
 * until it is settled what they are, or until the callback takes them.
 * KEYSIEVE_ERROR_ARGUMENT   `redactor` or `summary` is NULL, or `summary->size` is that of no version
 * KEYSIEVE_ERROR_BUSY       the redactor is in use */
keysieve_status keysieve_redactor_summary(const keysieve_redactor *redactor,
                                          keysieve_summary *summary, size_t *held);

/* Ends the stream, hands over what is left, and tells what came of all of it, unless `summary` is
 * NULL. What is pushed next begins another. If the callback stops it, the stream has not ended: finish
 * again, or give it up by keysieve_redactor_restart.
 * KEYSIEVE_STOPPED, KEYSIEVE_ERROR_BUSY   as above
 * KEYSIEVE_ERROR_ARGUMENT   as above, or `summary->size` is that of no version
 * KEYSIEVE_INCOMPLETE       all was handed over, but a limit was reached */
keysieve_status keysieve_redactor_finish(keysieve_redactor *redactor, keysieve_write_fn callback,
                                         void *user, keysieve_summary *summary);

/* Forgets the stream so far, with all that is held of it; what is pushed next begins another.
 * KEYSIEVE_ERROR_ARGUMENT   `redactor` is NULL
 * KEYSIEVE_ERROR_BUSY       the redactor is in use */
keysieve_status keysieve_redactor_restart(keysieve_redactor *redactor);

#ifdef __cplusplus
}
#endif

#endif
