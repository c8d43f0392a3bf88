#!/usr/bin/env node
'use strict';

require('./build-if-stale.cjs').buildOrExit();
require('../../dist/src/cli.js');
