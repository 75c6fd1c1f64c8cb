export const where = 'Backend';
