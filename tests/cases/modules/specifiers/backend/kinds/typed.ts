const value: string = 'typed';
export { value as typed };
