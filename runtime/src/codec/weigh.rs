//! Estimates what lies behind the items of a value: their texts, and the lists in them. No type tells that, so
//! the first items of a collection are written by serde to nowhere, and stand for the others.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// How many items stand for all of a collection.
const LOOKED_AT: usize = 64;

/// How many bytes lie behind the items or fields of a value. What a text or a list holds at its top is not
/// among them.
pub(super) fn weigh<T: Serialize + ?Sized>(value: &T) -> usize {
    let mut sum = 0;
    let scale = Scale { sum: &mut sum, place: Place::Top };
    // An end before the end is no error here, and one by a panic of the user's code stops nothing else.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(value.serialize(scale))));
    sum
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is known what it holds.
    Top,
    /// In an item or a field: only what it points to is not counted yet.
    Inline,
    /// In a list that is in an item: its own size is not counted yet, either.
    Behind,
}

struct Scale<'s> {
    sum: &'s mut usize,
    place: Place,
}

impl<'s> Scale<'s> {
    fn own(self, bytes: usize) {
        if self.place == Place::Behind {
            *self.sum += bytes;
        }
    }

    fn text(self, bytes: usize) {
        if self.place != Place::Top {
            *self.sum += bytes;
        }
        self.own(size_of::<String>());
    }

    fn parts(self) -> Parts<'s> {
        let place = if self.place == Place::Top { Place::Inline } else { self.place };
        Parts { sum: self.sum, place, seen: 0, start: 0, all: None, stops: false }
    }

    fn items(self, all: Option<usize>) -> Parts<'s> {
        let stops = self.place == Place::Top;
        if self.place == Place::Behind {
            *self.sum += size_of::<Vec<()>>();
        }
        let place = if stops { Place::Inline } else { Place::Behind };
        Parts { start: *self.sum, sum: self.sum, place, seen: 0, all, stops }
    }
}

/// The parts of a value, or the items of a collection.
struct Parts<'s> {
    sum: &'s mut usize,
    place: Place,
    seen: usize,
    /// What was known before the items.
    start: usize,
    /// How many items there are.
    all: Option<usize>,
    /// The value ends with the items, so that those that are not looked at need not be passed.
    stops: bool,
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Ended> {
        value.serialize(Scale { sum: self.sum, place: self.place })
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Ended> {
        if self.seen < LOOKED_AT {
            self.part(value)?;
        } else if self.stops && self.all.is_some() {
            let all = self.all.take().unwrap_or(self.seen);
            self.spread(all);
            return Err(Ended);
        }
        self.seen += 1;
        Ok(())
    }

    /// What was looked at stands for all.
    fn spread(&mut self, all: usize) {
        let looked_at = self.seen.min(LOOKED_AT);
        if looked_at < all && looked_at > 0 {
            *self.sum = self.start + (*self.sum - self.start) * all / looked_at;
        }
    }
}

/// All that is needed is known; or the value refused to be written.
#[derive(Debug)]
struct Ended;

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ended")
    }
}

impl std::error::Error for Ended {}

impl serde::ser::Error for Ended {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! own {
    ($($verb:ident $type:ty)*) => {$(
        fn $verb(self, _: $type) -> Result<(), Ended> {
            self.own(size_of::<$type>());
            Ok(())
        }
    )*};
}

impl<'s> Serializer for Scale<'s> {
    type Ok = ();
    type Error = Ended;
    type SerializeSeq = Parts<'s>;
    type SerializeTuple = Parts<'s>;
    type SerializeTupleStruct = Parts<'s>;
    type SerializeTupleVariant = Parts<'s>;
    type SerializeMap = Parts<'s>;
    type SerializeStruct = Parts<'s>;
    type SerializeStructVariant = Parts<'s>;

    own! {
        serialize_bool bool serialize_char char serialize_f32 f32 serialize_f64 f64
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64 serialize_i128 i128
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64 serialize_u128 u128
    }

    fn serialize_str(self, text: &str) -> Result<(), Ended> {
        self.text(text.len());
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Ended> {
        self.text(bytes.len());
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Ended> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Ended> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Ended> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Ended> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &str, _: u32, _: &str) -> Result<(), Ended> {
        self.own(1);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &str,
        value: &T,
    ) -> Result<(), Ended> {
        self.parts().part(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &str,
        _: u32,
        _: &str,
        value: &T,
    ) -> Result<(), Ended> {
        self.parts().part(value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Parts<'s>, Ended> {
        Ok(self.items(len))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'s>, Ended> {
        Ok(self.parts())
    }

    fn serialize_tuple_struct(self, _: &str, _: usize) -> Result<Parts<'s>, Ended> {
        Ok(self.parts())
    }

    fn serialize_tuple_variant(
        self,
        _: &str,
        _: u32,
        _: &str,
        _: usize,
    ) -> Result<Parts<'s>, Ended> {
        Ok(self.parts())
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Parts<'s>, Ended> {
        Ok(self.items(len))
    }

    fn serialize_struct(self, _: &str, _: usize) -> Result<Parts<'s>, Ended> {
        Ok(self.parts())
    }

    fn serialize_struct_variant(
        self,
        _: &str,
        _: u32,
        _: &str,
        _: usize,
    ) -> Result<Parts<'s>, Ended> {
        Ok(self.parts())
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

macro_rules! parts {
    ($($trait:ident $verb:ident ($($name:ident: $type:ty)?))*) => {$(
        impl $trait for Parts<'_> {
            type Ok = ();
            type Error = Ended;

            fn $verb<T: Serialize + ?Sized>(&mut self, $($name: $type,)? value: &T) -> Result<(), Ended> {
                self.part(value)
            }

            fn end(self) -> Result<(), Ended> {
                Ok(())
            }
        }
    )*};
}

parts! {
    SerializeTuple serialize_element ()
    SerializeTupleStruct serialize_field ()
    SerializeTupleVariant serialize_field ()
    SerializeStruct serialize_field (_name: &'static str)
    SerializeStructVariant serialize_field (_name: &'static str)
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Ended;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Ended> {
        self.item(value)
    }

    fn end(mut self) -> Result<(), Ended> {
        self.spread(self.seen);
        Ok(())
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Ended;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Ended> {
        if self.seen < LOOKED_AT { self.part(key) } else { Ok(()) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Ended> {
        self.item(value)
    }

    fn end(mut self) -> Result<(), Ended> {
        self.spread(self.seen);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::weigh;

    #[test]
    fn what_lies_behind_items_is_found_by_the_first_of_them() {
        assert_eq!(weigh("a text at the top"), 0);
        assert_eq!(weigh(&vec![1_u64; 100]), 0);
        assert_eq!(weigh(&vec!["four".to_owned(); 10]), 40);
        assert_eq!(weigh(&vec!["four".to_owned(); 1_000]), 4_000);
        assert_eq!(weigh(&(1, Some("four"))), 4);
        assert_eq!(weigh(&vec![vec![1_u32; 5]; 100]), 2_000);
        assert_eq!(weigh(&vec![vec!["four"; 5]; 100]), 100 * 5 * (24 + 4));
        assert_eq!(weigh(&(vec!["four"; 1_000],)), 1_000 * (24 + 4));
        let map: BTreeMap<String, String> =
            (100..400).map(|at| (at.to_string(), "four".to_owned())).collect();
        assert_eq!(weigh(&map), 300 * (3 + 4));
    }
}
