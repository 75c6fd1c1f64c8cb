export const web = 'web';
export const webNamed = 'webNamed';
