#!/usr/bin/env node
'use strict';

require('./build-if-stale.cjs').whenBuilt(() => require('../../dist/src/cli.js'));
