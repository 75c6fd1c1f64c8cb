exports.read = async (store) => {
    await null;
    return store();
};
exports.Reader = class {
    async read(next) {
        await null;
        return await next();
    }
};
