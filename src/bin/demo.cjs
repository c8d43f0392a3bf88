'use strict';

require('./build-if-stale.cjs').whenBuilt(() => {
  process.argv.splice(2, 0, 'demo');
  require('../../dist/src/cli.js');
});
