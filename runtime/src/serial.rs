//! stub until the wire branch is merged
pub(crate) fn shape_of<T: serde::de::DeserializeOwned>() -> u64 {
    std::any::type_name::<T>().len() as u64
}
