//! The place of the C binding, which exports nothing yet.
