// Hooks run around every operation on their collection, whoever asks.
export function entries_beforeInsert(item, context) {
    const text = String(item.text ?? '').trim();
    if (text === '') throw new Error(`An entry of ${context.collectionName} has a text.`);
    return { ...item, text };
}
