//! Objects by plain names. Each of these makes a [`Name`] for one use.

use crate::{Exception, Name, Object, Value};

impl<'s> Object<'s> {
    /// Reads a property; see [`Object::get_key`].
    ///
    /// # Errors
    /// What a getter or proxy threw.
    pub fn get(self, key: &str) -> Result<Value<'s>, Exception<'s>> {
        self.get_key(&Name::new(key))
    }

    /// Writes a property; see [`Object::set_key`].
    ///
    /// # Errors
    /// What a setter or proxy threw.
    pub fn set(self, key: &str, value: impl Into<Value<'s>>) -> Result<(), Exception<'s>> {
        self.set_key(&Name::new(key), value)
    }

    /// `key in object`; see [`Object::has_key`].
    pub fn has(self, key: &str) -> bool {
        self.has_key(&Name::new(key))
    }

    /// Deletes a property; see [`Object::delete_key`].
    ///
    /// # Errors
    /// What a proxy threw.
    pub fn delete(self, key: &str) -> Result<bool, Exception<'s>> {
        self.delete_key(&Name::new(key))
    }

    /// The object's own enumerable string keys, in JavaScript's order (`Object.keys`).
    ///
    /// # Errors
    /// What a proxy threw.
    pub fn keys(self) -> Result<Vec<String>, Exception<'s>> {
        let scope = self.scope();
        let keys = scope
            .intrinsic_object_keys()
            .call(None, &[self.value()])?
            .as_object()
            .unwrap_or_else(|| scope.object());
        let count = keys.get("length")?.as_number().unwrap_or(0.0) as u32;
        (0..count)
            .map(|index| {
                scope.nested(|inner| {
                    let keys = inner.bring(keys.value()).as_object();
                    let key = keys.and_then(|keys| keys.get_index(index).ok());
                    Ok(key.map(Value::to_str_lossy).unwrap_or_default())
                })
            })
            .collect()
    }
}
