#!/usr/bin/env node
'use strict';
const { cli } = require('../native/load.cjs');

process.exitCode = cli(process.argv.slice(2));
