export const where = 'src/backend';
