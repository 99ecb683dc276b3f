//! The place of the Node.js binding, which exports nothing yet.
