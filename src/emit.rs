//! What a pathway compiles to.
//!
//! Every emitter reads a [`crate::ir::Pathway`] and gives a text, the same text for the same pathway.
//! [`json`] is the published contract; [`dot`] is drawn from the same model; [`words`] is how all of them
//! say things to people.

pub mod dot;
pub mod json;
pub mod words;

#[cfg(test)]
mod sample;
