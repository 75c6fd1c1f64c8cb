// every line of this file ends in CRLF
export const CRLF = `first
second`;
