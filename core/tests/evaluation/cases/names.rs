//! What values are called.

/// Names whose value is a secret.
pub(crate) const SECRET: &[&str] = &[
    "api_key",
    "client_secret",
    "access_token",
    "auth_token",
    "app_secret",
    "secret_key",
    "signing_key",
    "encryption_key",
    "webhook_secret",
    "api_token",
    "refresh_token",
    "session_secret",
    "private_token",
    "deploy_token",
    "service_credential",
    "jwt_secret",
];

/// Names of passwords.
pub(crate) const PASSWORD: &[&str] =
    &["password", "db_password", "admin_password", "smtp_password", "passphrase", "root_password"];

/// Names with a word for secrets whose value is none: something about one, a public half, or what
/// one page gives and the next one takes.
pub(crate) const ABOUT: &[(&str, &[&str])] = &[
    ("request forgery token", &["csrf_token", "xsrf_token", "authenticity_token"]),
    ("page token", &["next_page_token", "next_token", "continuation_token", "page_token"]),
    ("hash of a secret", &["token_hash", "token_sha256", "api_key_fingerprint", "secret_digest"]),
    ("public half", &["public_key", "public_token", "publishable_api_key"]),
    ("identifier of a secret", &["api_key_id", "token_id", "secret_id", "credential_id"]),
    ("place of a secret", &["token_url", "secret_name", "secret_arn", "private_key_path"]),
    ("property of a secret", &["token_type", "token_version", "api_key_prefix", "secret_label"]),
    ("key of idempotency", &["idempotency_key", "sync_token", "cursor_token"]),
    ("certificate", &["signing_key_certificate", "token_checksum", "secret_etag"]),
    ("token of a request", &["client_request_token", "import_token", "verification_token"]),
    ("token of a device", &["device_token", "push_token", "session_token_v2"]),
    ("made up by name", &["fake_token", "dummy_api_key", "mock_secret_key", "invalid_token"]),
];

/// Names that say nothing of secrets.
pub(crate) const OTHER: &[&str] = &[
    "commit",
    "revision",
    "etag",
    "checksum",
    "build",
    "request_id",
    "trace_id",
    "span_id",
    "version",
    "image",
    "digest",
    "integrity",
    "file",
    "asset",
    "target",
    "class_name",
    "description",
    "title",
    "nonce",
    "hash",
    "uuid",
    "node_id",
    "resource",
    "color",
    "font",
    "cache",
    "module",
    "entry",
];

/// What else a vendor's name stands before, in the style of the rules' examples.
pub(crate) const OF_VENDOR: &[&str] =
    &["commit", "trace_id", "revision", "build_id", "checksum", "release", "etag", "request_id"];
