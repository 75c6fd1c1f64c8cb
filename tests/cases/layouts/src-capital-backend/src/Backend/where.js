export const where = 'src/Backend';
