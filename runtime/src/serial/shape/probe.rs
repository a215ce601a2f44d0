//! The reader without data: notes what it is asked for, and answers.

use serde::de::{Deserializer, Visitor};

use super::access::{Entries, Fields, Items, Variants};
use super::{Place, Refused, Survey};

/// Answers that types are known to ask for. The first one suits most; the last one stands for all
/// further ones.
const WHOLE: [u8; 5] = [1, 0, 2, 10, 100];
const BROKEN: [f32; 3] = [1.0, 0.0, 0.5];
const LETTERS: [char; 3] = ['a', 'A', '0'];
const BYTES: [&[u8]; 3] = [&[], &[0; 16], &[0; 32]];
const TEXTS: [&str; 11] = [
    "",
    "1",
    "a",
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00",
    "1970-01-01",
    "00:00:00",
    "00000000-0000-0000-0000-000000000001",
    "http://localhost/",
    "127.0.0.1",
    "0.0.0",
];

fn answer<T: Copy>(answers: &[T], refused: usize) -> T {
    answers[refused.min(answers.len() - 1)]
}

/// One value to be read.
pub(super) struct Probe<'s> {
    pub(super) survey: &'s mut Survey,
    pub(super) at: Place,
}

impl Probe<'_> {
    /// Notes a value without parts, and tells how many answers were refused.
    fn leaf(&mut self, kind: &str) -> usize {
        self.survey.note(self.at, kind, "", 0, &[]);
        self.survey.informed(self.at).refused
    }
}

/// Methods for values without parts: kind, and the answer after so many others were refused.
macro_rules! leaves {
    ($($method:ident $kind:literal $visit:ident $answer:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
            let refused = self.leaf($kind);
            visitor.$visit($answer(refused))
        }
    )*};
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Refused;

    leaves! {
        deserialize_bool "bool" visit_bool |refused| refused % 2 == 1;
        deserialize_i8 "i8" visit_i8 |refused| answer(&WHOLE, refused) as i8;
        deserialize_i16 "i16" visit_i16 |refused| answer(&WHOLE, refused).into();
        deserialize_i32 "i32" visit_i32 |refused| answer(&WHOLE, refused).into();
        deserialize_i64 "i64" visit_i64 |refused| answer(&WHOLE, refused).into();
        deserialize_i128 "i128" visit_i128 |refused| answer(&WHOLE, refused).into();
        deserialize_u8 "u8" visit_u8 |refused| answer(&WHOLE, refused);
        deserialize_u16 "u16" visit_u16 |refused| answer(&WHOLE, refused).into();
        deserialize_u32 "u32" visit_u32 |refused| answer(&WHOLE, refused).into();
        deserialize_u64 "u64" visit_u64 |refused| answer(&WHOLE, refused).into();
        deserialize_u128 "u128" visit_u128 |refused| answer(&WHOLE, refused).into();
        deserialize_f32 "f32" visit_f32 |refused| answer(&BROKEN, refused);
        deserialize_f64 "f64" visit_f64 |refused| answer(&BROKEN, refused).into();
        deserialize_char "char" visit_char |refused| answer(&LETTERS, refused);
        deserialize_str "text" visit_str |refused| answer(&TEXTS, refused);
        deserialize_string "text" visit_str |refused| answer(&TEXTS, refused);
        deserialize_bytes "bytes" visit_bytes |refused| answer(&BYTES, refused);
        deserialize_byte_buf "bytes" visit_bytes |refused| answer(&BYTES, refused);
        deserialize_identifier "identifier" visit_str |refused| answer(&TEXTS, refused);
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        match self.leaf("any") {
            0 => visitor.visit_unit(),
            1 => visitor.visit_u64(1),
            refused => visitor.visit_str(answer(&TEXTS, refused - 2)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.leaf("ignored");
        visitor.visit_unit()
    }

    fn deserialize_unit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.leaf("unit");
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.survey.note(self.at, "unit struct", name, 0, &[]);
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.leaf("option");
        let inside = self.survey.informed(self.at).part(0);
        if inside.is_short() || self.survey.is_known(inside) {
            return visitor.visit_none();
        }
        self.survey.descend(inside, |survey| visitor.visit_some(Probe { survey, at: inside }))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let Self { survey, at } = self;
        let note = survey.note(at, "newtype", name, 0, &[]);
        let at = survey.informed(at);
        survey.inside(note, at, |survey, at| {
            let inside = at.part(0);
            survey.descend(inside, |survey| {
                visitor.visit_newtype_struct(Probe { survey, at: inside })
            })
        })
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.leaf("list");
        let at = self.survey.informed(self.at);
        let item = at.part(0);
        // A list that refuses one item may ask for more.
        let left = if item.is_short() || self.survey.is_known(item) { 0 } else { 1 + at.refused };
        visitor.visit_seq(Items { survey: self.survey, at, next: 0, left, alike: true })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.survey.note(self.at, "tuple", "", len, &[]);
        let at = self.survey.informed(self.at);
        visitor.visit_seq(Items { survey: self.survey, at, next: 0, left: len, alike: false })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let Self { survey, at } = self;
        let note = survey.note(at, "tuple struct", name, len, &[]);
        let at = survey.informed(at);
        survey.inside(note, at, |survey, at| {
            visitor.visit_seq(Items { survey, at, next: 0, left: len, alike: false })
        })
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.leaf("map");
        let at = self.survey.informed(self.at);
        let (key, value) = (at.part(0), at.part(1));
        let hopeless = [key, value].iter().any(|part| self.survey.hopeless.contains(&part.id));
        let known = self.survey.is_known(key) && self.survey.is_known(value);
        let left = usize::from(!(key.is_short() || hopeless || known));
        visitor.visit_map(Entries { survey: self.survey, at, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let Self { survey, at } = self;
        let note = survey.note(at, "struct", name, fields.len(), fields);
        let at = survey.informed(at);
        survey.inside(note, at, |survey, at| Fields::read(survey, at, fields, visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let Self { survey, at } = self;
        let note = survey.note(at, "enum", name, variants.len(), variants);
        let at = survey.informed(at);
        survey.inside(note, at, |survey, at| {
            let variant = survey.choose(note, at, variants.len());
            let Some(&name) = variants.get(variant) else {
                return Err(Refused::Hopeless);
            };
            let inside = at.part(variant);
            let result = survey.descend(inside, |survey| {
                visitor.visit_enum(Variants { survey, at: inside, name })
            });
            match result {
                Ok(_) => survey.chosen_well(note, at, variant, variants.len()),
                Err(_) => survey.look_for_more(at, variants.len()),
            }
            result
        })
    }
}
