exports.common = 'common';
