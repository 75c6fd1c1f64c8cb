const suffix = '!';
exports.shout = (text) => text.toUpperCase() + suffix;
