export const settings = await Promise.resolve('settings');
