export const notes_beforeInsert = (item) => ({ ...item, hooked: true });
