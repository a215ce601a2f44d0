//! The codec of a field that serde is told to write and read by functions of the user's.

use std::any::{Any, TypeId};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::binary::from_binary;
use super::piece::part_of;
use super::plain::{from_json, known, once_for, to_binary, to_json};
use super::weigh::weigh;
use super::wires::{Codec, Unfit};
use super::{AnyPiece, Piece, Reshape, Reshaped};
use crate::serial::shape::shape_of;
use crate::value::{AnyPart, AnyTools};

/// A value as it is written.
struct Written<'a, S: Reshaped<N>, const N: usize>(&'a S::Value);

impl<S: Reshaped<N>, const N: usize> Serialize for Written<'_, S, N> {
    fn serialize<W: Serializer>(&self, to: W) -> Result<W::Ok, W::Error> {
        S::write(self.0, to)
    }
}

/// A value as it is read.
struct Read<S: Reshaped<N>, const N: usize>(S::Value, PhantomData<fn() -> S>);

impl<'de, S: Reshaped<N>, const N: usize> Deserialize<'de> for Read<S, N> {
    fn deserialize<R: Deserializer<'de>>(from: R) -> Result<Self, R::Error> {
        Ok(Self(S::read(from)?, PhantomData))
    }
}

impl<S: Reshaped<N>, const N: usize> Codec for Reshape<S, N> {
    fn shape(&self) -> u64 {
        once_for(TypeId::of::<Read<S, N>>(), shape_of::<Read<S, N>>)
    }

    fn behind(&self, value: &dyn Any) -> usize {
        known(value).map_or(0, |value| weigh(&Written::<S, N>(value)))
    }

    fn copy(&self, value: &dyn Any) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(known::<S::Value>(value)?.clone())))
    }

    fn part(
        &self,
        piece: Box<dyn AnyPiece>,
        tools: &'static dyn AnyTools,
    ) -> Option<Box<dyn AnyPart>> {
        part_of::<S::Value>(piece, tools)
    }

    fn put_json(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_json(&Written::<S, N>(known(value)?), out)
    }

    fn put_binary(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_binary(&Written::<S, N>(known(value)?), out)
    }

    fn take_json(&self, text: &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_json::<Read<S, N>>(text)?.0)))
    }

    fn take_binary(&self, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_binary::<Read<S, N>>(from)?.0)))
    }
}
