export const where = 'wix/backend';
