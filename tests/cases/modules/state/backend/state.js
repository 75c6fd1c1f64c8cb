export const counter = { value: 0 };
export const sessions = new Map();
