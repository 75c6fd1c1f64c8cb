import { ok } from 'wix-http-functions';

const typed = (type, body) => () => ok({ headers: { 'Content-Type': type }, body });

export const get_html = typed('text/html; charset=utf-8', '<!doctype html><title>é</title>');
export const get_csv = typed('text/csv', '\ufeffname,city\r\nAda,London\r\n');
export const get_xml = typed('application/xml', '<?xml version="1.0"?><a/>');
export const get_css = typed('text/css', 'a { color: red }');
export const get_script = typed('text/javascript', 'alert("hi")');
export const get_json = typed('application/json', JSON.stringify({ a: 1 }));
