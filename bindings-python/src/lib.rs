//! The place of the Python binding, which exports nothing yet.
