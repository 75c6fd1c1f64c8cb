export const plain = 'plain';
export const withExtension = 'withExtension';
export const relative = 'relative';
export const relativeNamed = 'relativeNamed';
