//! The C functions of JavaScriptCore that this crate calls, declared by hand: few enough to read,
//! and several of them (marked *) are exported by the library but appear in no shipped header.

use std::ffi::{c_char, c_int, c_uint, c_void};

#[repr(C)]
pub struct OpaqueGroup {
    _private: [u8; 0],
}
#[repr(C)]
pub struct OpaqueContext {
    _private: [u8; 0],
}
#[repr(C)]
pub struct OpaqueValue {
    _private: [u8; 0],
}
#[repr(C)]
pub struct OpaqueString {
    _private: [u8; 0],
}
#[repr(C)]
pub struct OpaqueClass {
    _private: [u8; 0],
}

pub type GroupRef = *const OpaqueGroup;
pub type ContextRef = *mut OpaqueContext;
pub type ValueRef = *const OpaqueValue;
pub type ObjectRef = *mut OpaqueValue;
pub type StringRef = *mut OpaqueString;
pub type ClassRef = *mut OpaqueClass;

pub type CallAsFunction = unsafe extern "C" fn(
    ContextRef,
    ObjectRef,
    ObjectRef,
    usize,
    *const ValueRef,
    *mut ValueRef,
) -> ValueRef;
pub type Finalize = unsafe extern "C" fn(ObjectRef);
pub type Deallocate = unsafe extern "C" fn(*mut c_void, *mut c_void);
pub type ShouldTerminate = unsafe extern "C" fn(ContextRef, *mut c_void) -> bool;

#[repr(C)]
pub struct ClassDefinition {
    pub version: c_int,
    pub attributes: c_uint,
    pub class_name: *const c_char,
    pub parent: ClassRef,
    pub static_values: *const c_void,
    pub static_functions: *const c_void,
    pub initialize: *const c_void,
    pub finalize: Option<Finalize>,
    pub has_property: *const c_void,
    pub get_property: *const c_void,
    pub set_property: *const c_void,
    pub delete_property: *const c_void,
    pub get_property_names: *const c_void,
    pub call_as_function: Option<CallAsFunction>,
    pub call_as_constructor: *const c_void,
    pub has_instance: *const c_void,
    pub convert_to_type: *const c_void,
}

pub const CLASS_NO_AUTOMATIC_PROTOTYPE: c_uint = 1 << 1;
pub const PROPERTY_READ_ONLY: c_uint = 1 << 1;
pub const PROPERTY_DONT_ENUM: c_uint = 1 << 2;

pub const TYPED_ARRAY_UINT8: c_uint = 3;
pub const TYPED_ARRAY_FLOAT64: c_uint = 8;
pub const TYPED_ARRAY_ARRAY_BUFFER: c_uint = 9;

#[cfg(not(target_os = "macos"))]
use super::library::imported;

/// On macOS the framework is linked: every process has it loaded anyway.
#[cfg(target_os = "macos")]
macro_rules! imported {
    ($($functions:tt)*) => { unsafe extern "C" { $($functions)* } };
}

imported! {
    pub fn JSContextGroupCreate() -> GroupRef;
    pub fn JSContextGroupRelease(group: GroupRef);
    /// *
    pub fn JSContextGroupSetExecutionTimeLimit(
        group: GroupRef,
        limit_seconds: f64,
        callback: Option<ShouldTerminate>,
        data: *mut c_void,
    );
    /// *
    pub fn JSContextGroupClearExecutionTimeLimit(group: GroupRef);
    pub fn JSGlobalContextCreateInGroup(group: GroupRef, class: ClassRef) -> ContextRef;
    pub fn JSGlobalContextRelease(context: ContextRef);
    /// *
    pub fn JSGlobalContextSetUnhandledRejectionCallback(
        context: ContextRef,
        function: ObjectRef,
        exception: *mut ValueRef,
    );
    /// *
    pub fn JSGlobalContextSetEvalEnabled(context: ContextRef, enabled: bool, message: StringRef);
    pub fn JSContextGetGlobalObject(context: ContextRef) -> ObjectRef;
    /// *
    pub fn JSLock(context: ContextRef);
    /// *
    pub fn JSUnlock(context: ContextRef);
    /// *
    pub fn JSGetMemoryUsageStatistics(context: ContextRef) -> ObjectRef;
    /// *
    pub fn JSReportExtraMemoryCost(context: ContextRef, bytes: usize);
    /// *
    pub fn JSSynchronousGarbageCollectForDebugging(context: ContextRef);

    pub fn JSEvaluateScript(
        context: ContextRef,
        script: StringRef,
        this: ObjectRef,
        source_url: StringRef,
        first_line: c_int,
        exception: *mut ValueRef,
    ) -> ValueRef;

    pub fn JSValueGetType(context: ContextRef, value: ValueRef) -> c_uint;
    pub fn JSValueGetTypedArrayType(
        context: ContextRef,
        value: ValueRef,
        exception: *mut ValueRef,
    ) -> c_uint;
    pub fn JSValueIsArray(context: ContextRef, value: ValueRef) -> bool;
    pub fn JSValueIsDate(context: ContextRef, value: ValueRef) -> bool;
    pub fn JSValueIsStrictEqual(context: ContextRef, a: ValueRef, b: ValueRef) -> bool;
    pub fn JSValueIsInstanceOfConstructor(
        context: ContextRef,
        value: ValueRef,
        constructor: ObjectRef,
        exception: *mut ValueRef,
    ) -> bool;
    pub fn JSValueMakeUndefined(context: ContextRef) -> ValueRef;
    pub fn JSValueMakeNull(context: ContextRef) -> ValueRef;
    pub fn JSValueMakeBoolean(context: ContextRef, value: bool) -> ValueRef;
    pub fn JSValueMakeNumber(context: ContextRef, value: f64) -> ValueRef;
    pub fn JSValueMakeString(context: ContextRef, string: StringRef) -> ValueRef;
    pub fn JSValueMakeFromJSONString(context: ContextRef, string: StringRef) -> ValueRef;
    pub fn JSValueCreateJSONString(
        context: ContextRef,
        value: ValueRef,
        indent: c_uint,
        exception: *mut ValueRef,
    ) -> StringRef;
    pub fn JSValueToBoolean(context: ContextRef, value: ValueRef) -> bool;
    pub fn JSValueToNumber(context: ContextRef, value: ValueRef, exception: *mut ValueRef) -> f64;
    pub fn JSValueToStringCopy(
        context: ContextRef,
        value: ValueRef,
        exception: *mut ValueRef,
    ) -> StringRef;
    pub fn JSValueProtect(context: ContextRef, value: ValueRef);
    pub fn JSValueUnprotect(context: ContextRef, value: ValueRef);

    pub fn JSStringCreateWithUTF8CString(string: *const c_char) -> StringRef;
    pub fn JSStringCreateWithCharacters(units: *const u16, len: usize) -> StringRef;
    pub fn JSStringRetain(string: StringRef) -> StringRef;
    pub fn JSStringRelease(string: StringRef);
    pub fn JSStringGetLength(string: StringRef) -> usize;
    pub fn JSStringGetCharactersPtr(string: StringRef) -> *const u16;

    pub fn JSClassCreate(definition: *const ClassDefinition) -> ClassRef;
    pub fn JSClassRelease(class: ClassRef);
    pub fn JSObjectMake(context: ContextRef, class: ClassRef, data: *mut c_void) -> ObjectRef;
    pub fn JSObjectGetPrivate(object: ObjectRef) -> *mut c_void;
    pub fn JSObjectSetPrototype(context: ContextRef, object: ObjectRef, prototype: ValueRef);
    pub fn JSObjectHasProperty(context: ContextRef, object: ObjectRef, name: StringRef) -> bool;
    pub fn JSObjectGetProperty(
        context: ContextRef,
        object: ObjectRef,
        name: StringRef,
        exception: *mut ValueRef,
    ) -> ValueRef;
    pub fn JSObjectSetProperty(
        context: ContextRef,
        object: ObjectRef,
        name: StringRef,
        value: ValueRef,
        attributes: c_uint,
        exception: *mut ValueRef,
    );
    pub fn JSObjectDeleteProperty(
        context: ContextRef,
        object: ObjectRef,
        name: StringRef,
        exception: *mut ValueRef,
    ) -> bool;
    pub fn JSObjectGetPropertyAtIndex(
        context: ContextRef,
        object: ObjectRef,
        index: c_uint,
        exception: *mut ValueRef,
    ) -> ValueRef;
    pub fn JSObjectSetPropertyAtIndex(
        context: ContextRef,
        object: ObjectRef,
        index: c_uint,
        value: ValueRef,
        exception: *mut ValueRef,
    );
    pub fn JSObjectIsFunction(context: ContextRef, object: ObjectRef) -> bool;
    pub fn JSObjectIsConstructor(context: ContextRef, object: ObjectRef) -> bool;
    pub fn JSObjectCallAsFunction(
        context: ContextRef,
        object: ObjectRef,
        this: ObjectRef,
        count: usize,
        arguments: *const ValueRef,
        exception: *mut ValueRef,
    ) -> ValueRef;
    pub fn JSObjectCallAsConstructor(
        context: ContextRef,
        object: ObjectRef,
        count: usize,
        arguments: *const ValueRef,
        exception: *mut ValueRef,
    ) -> ObjectRef;
    pub fn JSObjectMakeArray(
        context: ContextRef,
        count: usize,
        arguments: *const ValueRef,
        exception: *mut ValueRef,
    ) -> ObjectRef;
    pub fn JSObjectMakeDate(
        context: ContextRef,
        count: usize,
        arguments: *const ValueRef,
        exception: *mut ValueRef,
    ) -> ObjectRef;
    pub fn JSObjectMakeDeferredPromise(
        context: ContextRef,
        resolve: *mut ObjectRef,
        reject: *mut ObjectRef,
        exception: *mut ValueRef,
    ) -> ObjectRef;

    pub fn JSObjectMakeTypedArrayWithBytesNoCopy(
        context: ContextRef,
        kind: c_uint,
        bytes: *mut c_void,
        byte_len: usize,
        deallocate: Option<Deallocate>,
        data: *mut c_void,
        exception: *mut ValueRef,
    ) -> ObjectRef;
    pub fn JSObjectMakeArrayBufferWithBytesNoCopy(
        context: ContextRef,
        bytes: *mut c_void,
        byte_len: usize,
        deallocate: Option<Deallocate>,
        data: *mut c_void,
        exception: *mut ValueRef,
    ) -> ObjectRef;
    pub fn JSObjectGetTypedArrayBytesPtr(
        context: ContextRef,
        object: ObjectRef,
        exception: *mut ValueRef,
    ) -> *mut c_void;
    pub fn JSObjectGetTypedArrayByteLength(
        context: ContextRef,
        object: ObjectRef,
        exception: *mut ValueRef,
    ) -> usize;
    pub fn JSObjectGetTypedArrayByteOffset(
        context: ContextRef,
        object: ObjectRef,
        exception: *mut ValueRef,
    ) -> usize;
    pub fn JSObjectGetTypedArrayBuffer(
        context: ContextRef,
        object: ObjectRef,
        exception: *mut ValueRef,
    ) -> ObjectRef;
    pub fn JSObjectGetArrayBufferBytesPtr(
        context: ContextRef,
        object: ObjectRef,
        exception: *mut ValueRef,
    ) -> *mut c_void;
    pub fn JSObjectGetArrayBufferByteLength(
        context: ContextRef,
        object: ObjectRef,
        exception: *mut ValueRef,
    ) -> usize;
}
