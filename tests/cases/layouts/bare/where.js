export const where = 'the folder itself';
