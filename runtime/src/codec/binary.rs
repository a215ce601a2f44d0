//! Reads values of the binary wire, which are written as postcard writes them.
//!
//! Whatever the bytes say, there is an end to it: of depth, so that a type that holds itself cannot exhaust
//! the stack; of items that take no bytes, so that a claimed length is no loop without an end; and nothing is
//! set aside that the bytes cannot fill.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

use super::wires::Unfit;

/// How deep values may lie in each other: as deep as JSON is read.
const DEEPEST: usize = 128;

/// How many items without bytes there may be in one value.
const IDLE_ITEMS: usize = 1 << 16;

/// Takes a value from the front.
pub(super) fn from_binary<T: DeserializeOwned>(from: &mut &[u8]) -> Result<T, Unfit> {
    let mut reading = Reading::new(from);
    let value = T::deserialize(&mut reading)?;
    *from = reading.rest;
    Ok(value)
}

/// Takes a value from the front, one of several items that share what they may have without bytes.
pub(super) fn item_from_binary<T: DeserializeOwned>(
    from: &mut &[u8],
    idle: &mut Idle,
) -> Result<T, Unfit> {
    let before = from.len();
    let item = from_binary(from)?;
    idle.passed(before, from.len())?;
    Ok(item)
}

/// How many items without bytes there may still be.
pub(super) struct Idle(usize);

impl Idle {
    pub(super) fn new() -> Self {
        Self(IDLE_ITEMS)
    }

    /// An item was read, with so many bytes left before and after.
    #[inline]
    fn passed(&mut self, before: usize, after: usize) -> Result<(), Unfit> {
        if before == after {
            let left = self.0.checked_sub(1);
            self.0 = left.ok_or_else(|| Unfit::new("it has too many items without bytes"))?;
        }
        Ok(())
    }
}

struct Reading<'de> {
    rest: &'de [u8],
    /// How many levels deeper it may go.
    levels: usize,
    idle: Idle,
}

impl<'de> Reading<'de> {
    fn new(rest: &'de [u8]) -> Self {
        Self { rest, levels: DEEPEST, idle: Idle::new() }
    }

    #[inline]
    fn bytes(&mut self, len: usize) -> Result<&'de [u8], Unfit> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or_else(ended)?;
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Unfit> {
        let (&taken, rest) = self.rest.split_first_chunk().ok_or_else(ended)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number of at most so many bits, in groups of 7, the lowest first.
    #[inline]
    fn wide(&mut self, bits: u32) -> Result<u128, Unfit> {
        let (mut number, mut at) = (0, 0);
        loop {
            let [byte] = self.array()?;
            let group = u128::from(byte & 0x7f);
            if at + 7 > bits && (byte >= 0x80 || group >> (bits - at) != 0) {
                return Err(Unfit::new("a number is too large"));
            }
            number |= group << at;
            if byte < 0x80 {
                return Ok(number);
            }
            at += 7;
        }
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Unfit> {
        match self.rest.split_first() {
            Some((&byte, rest)) if byte < 0x80 => {
                self.rest = rest;
                Ok(u64::from(byte))
            }
            _ => Ok(self.wide(64)? as u64),
        }
    }

    #[inline]
    fn narrow<N: TryFrom<u64>>(&mut self) -> Result<N, Unfit> {
        N::try_from(self.number()?).map_err(|_| Unfit::new("a number is too large"))
    }

    /// A number with a sign, which is in its lowest bit.
    #[inline]
    fn signed<N: TryFrom<i64>>(&mut self) -> Result<N, Unfit> {
        let number = self.number()?;
        let signed = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
        N::try_from(signed).map_err(|_| Unfit::new("a number is too large"))
    }

    fn text(&mut self) -> Result<&'de str, Unfit> {
        let len = self.narrow()?;
        std::str::from_utf8(self.bytes(len)?).map_err(|_| Unfit::new("a text is not UTF-8"))
    }

    /// One of two, by a byte.
    #[inline]
    fn either(&mut self) -> Result<bool, Unfit> {
        match self.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [byte] => Err(Unfit(format!("{byte} stands where 0 or 1 must"))),
        }
    }

    /// Reads what lies inside of a value.
    #[inline]
    fn inside<R>(&mut self, read: impl FnOnce(&mut Self) -> Result<R, Unfit>) -> Result<R, Unfit> {
        let deeper = self.levels.checked_sub(1);
        self.levels =
            deeper.ok_or_else(|| Unfit(format!("it is more than {DEEPEST} levels deep")))?;
        let result = read(self);
        self.levels += 1;
        result
    }

    /// As many items as the type has.
    #[inline]
    fn fixed<V: Visitor<'de>>(&mut self, left: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.inside(|reading| visitor.visit_seq(Items { reading, left, is_counted: false }))
    }
}

fn ended() -> Unfit {
    Unfit::new("it ends too early")
}

macro_rules! numbers {
    ($($read:ident $visit:ident $take:ident)*) => {$(
        #[inline]
        fn $read<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
            visitor.$visit(self.$take()?)
        }
    )*};
}

macro_rules! untold {
    ($($read:ident)*) => {$(
        fn $read<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unfit> {
            Err(Unfit::new("the binary wire does not tell of what type a value is"))
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reading<'de> {
    type Error = Unfit;

    numbers! {
        deserialize_u16 visit_u16 narrow
        deserialize_u32 visit_u32 narrow
        deserialize_u64 visit_u64 number
        deserialize_i16 visit_i16 signed
        deserialize_i32 visit_i32 signed
        deserialize_i64 visit_i64 signed
        deserialize_bool visit_bool either
        deserialize_str visit_borrowed_str text
        deserialize_string visit_borrowed_str text
    }

    untold! { deserialize_any deserialize_identifier deserialize_ignored_any }

    fn is_human_readable(&self) -> bool {
        false
    }

    #[inline]
    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_u8(u8::from_le_bytes(self.array()?))
    }

    #[inline]
    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_i8(i8::from_le_bytes(self.array()?))
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_u128(self.wide(128)?)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let number = self.wide(128)?;
        visitor.visit_i128((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    #[inline]
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_f32(f32::from_le_bytes(self.array()?))
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_f64(f64::from_le_bytes(self.array()?))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let mut characters = self.text()?.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => visitor.visit_char(character),
            _ => Err(Unfit::new("a text stands where one character must")),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let len = self.narrow()?;
        visitor.visit_borrowed_bytes(self.bytes(len)?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.either()? {
            self.inside(|reading| visitor.visit_some(reading))
        } else {
            visitor.visit_none()
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.inside(|reading| visitor.visit_newtype_struct(reading))
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let left = self.narrow()?;
        self.inside(|reading| visitor.visit_seq(Items { reading, left, is_counted: true }))
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let left = self.narrow()?;
        self.inside(|reading| visitor.visit_map(Items { reading, left, is_counted: true }))
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.fixed(len, visitor)
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.fixed(len, visitor)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.fixed(fields.len(), visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.inside(|reading| visitor.visit_enum(reading))
    }
}

/// Items one after the other, or entries.
struct Items<'r, 'de> {
    reading: &'r mut Reading<'de>,
    left: usize,
    /// The bytes say how many there are, and not the type.
    is_counted: bool,
}

impl Items<'_, '_> {
    fn most(&self) -> Option<usize> {
        (self.left <= self.reading.rest.len()).then_some(self.left)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unfit;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unfit> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let before = self.reading.rest.len();
        let item = seed.deserialize(&mut *self.reading)?;
        if self.is_counted {
            self.reading.idle.passed(before, self.reading.rest.len())?;
        }
        Ok(Some(item))
    }

    fn size_hint(&self) -> Option<usize> {
        self.most()
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unfit;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unfit> {
        self.next_element_seed(seed)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unfit> {
        seed.deserialize(&mut *self.reading)
    }

    fn size_hint(&self) -> Option<usize> {
        self.most()
    }
}

impl<'de> EnumAccess<'de> for &mut Reading<'de> {
    type Error = Unfit;
    type Variant = Self;

    #[inline]
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Unfit> {
        let variant: u32 = self.narrow()?;
        Ok((seed.deserialize(variant.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reading<'de> {
    type Error = Unfit;

    fn unit_variant(self) -> Result<(), Unfit> {
        Ok(())
    }

    #[inline]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unfit> {
        seed.deserialize(self)
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.fixed(len, visitor)
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.fixed(fields.len(), visitor)
    }
}

#[cfg(test)]
mod tests;
