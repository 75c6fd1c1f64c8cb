export const where = 'wix-code/backend';
