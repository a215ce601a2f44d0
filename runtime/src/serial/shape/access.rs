//! The parts of a value without data: items, entries, fields, variants.

use std::slice;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::probe::Probe;
use super::{Place, Refused, Survey};

/// Reads a part at its place.
fn read<'de, S: DeserializeSeed<'de>>(
    survey: &mut Survey,
    at: Place,
    seed: S,
) -> Result<S::Value, Refused> {
    survey.descend(at, |survey| seed.deserialize(Probe { survey, at }))
}

/// Items of a list, which are alike, or of a tuple.
pub(super) struct Items<'s> {
    pub(super) survey: &'s mut Survey,
    pub(super) at: Place,
    pub(super) next: usize,
    pub(super) left: usize,
    pub(super) alike: bool,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Refused;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refused> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        let at = self.at.part(self.next);
        self.next += usize::from(!self.alike);
        read(self.survey, at, seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// Entries of a map, whose keys are alike, and whose values are.
pub(super) struct Entries<'s> {
    pub(super) survey: &'s mut Survey,
    pub(super) at: Place,
    pub(super) left: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Refused;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refused> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        read(self.survey, self.at.part(0), seed).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        read(self.survey, self.at.part(1), seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// Fields by name, in their order; those that are hopeless are left out, so that the others are seen.
pub(super) struct Fields<'s> {
    survey: &'s mut Survey,
    at: Place,
    names: std::iter::Enumerate<slice::Iter<'static, &'static str>>,
    part: Place,
}

impl<'s> Fields<'s> {
    pub(super) fn read<'de, V: Visitor<'de>>(
        survey: &'s mut Survey,
        at: Place,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let fields = Fields { survey: &mut *survey, at, names: names.iter().enumerate(), part: at };
        let result = visitor.visit_map(fields);
        // The other name of a field that was there: it is left out from now on.
        if let (Err(Refused::Duplicate), Some(field)) = (&result, survey.last_field) {
            survey.hopeless.insert(field);
            survey.unfinished += 1;
            return Err(Refused::Later);
        }
        result
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refused;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refused> {
        for (index, name) in self.names.by_ref() {
            self.part = self.at.part(index);
            if !self.survey.hopeless.contains(&self.part.id) {
                self.survey.last_field = Some(self.part.id);
                return seed.deserialize(StrDeserializer::new(name)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        read(self.survey, self.part, seed)
    }
}

/// A variant by name, then what it holds.
pub(super) struct Variants<'s> {
    pub(super) survey: &'s mut Survey,
    pub(super) at: Place,
    pub(super) name: &'static str,
}

impl<'de> EnumAccess<'de> for Variants<'_> {
    type Error = Refused;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Refused> {
        let variant = seed.deserialize(StrDeserializer::<Refused>::new(self.name))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variants<'_> {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        self.survey.note(self.at, "unit variant", "", 0, &[]);
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refused> {
        self.survey.note(self.at, "newtype variant", "", 0, &[]);
        read(self.survey, self.at.part(0), seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Refused> {
        let Self { survey, at, .. } = self;
        survey.note(at, "tuple variant", "", len, &[]);
        visitor.visit_seq(Items { survey, at, next: 0, left: len, alike: false })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.survey.note(self.at, "struct variant", "", fields.len(), fields);
        Fields::read(self.survey, self.at, fields, visitor)
    }
}
