export const where = 'velo/backend';
