export const 変数 = 41;
