export const broken = 1;
export function half( {
