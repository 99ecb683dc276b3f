import native = require('./index.cjs');
export = native;
